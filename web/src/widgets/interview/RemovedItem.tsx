import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';

/** Placeholder of a deleted item, until the list changes again. */
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
