import { useStrings } from '../../strings';
import { AlertDialog } from '../AlertDialog';
import { Button } from '../Button';

/** Asks before what was typed is thrown away. */
export function DiscardDialog({
  onKeep,
  onDiscard,
}: {
  onKeep: () => void;
  onDiscard: () => void;
}) {
  const t = useStrings();
  return (
    <AlertDialog title={t.plan.discardTitle} text={t.plan.discardText} onCancel={onKeep}>
      <Button data-first="" onClick={onKeep}>
        {t.plan.keepEditing}
      </Button>
      <Button variant="danger" onClick={onDiscard}>
        {t.plan.discard}
      </Button>
    </AlertDialog>
  );
}
