import { useStrings } from '../../strings';
import { Button } from '../Button';

/** Stands where something was, until something else happens in the list. */
export function RemovedItem({ name, onUndo }: { name: string; onUndo: () => void }) {
  const t = useStrings();
  return (
    <li className="item-removed">
      <span>{t.ordering.removed(name)}</span>
      <Button variant="quiet" size="small" data-part="undo" onClick={onUndo}>
        {t.ordering.undo}
      </Button>
    </li>
  );
}
