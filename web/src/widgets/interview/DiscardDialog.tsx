import { useStrings } from '../../strings';
import { AlertDialog } from '../../ui/AlertDialog';
import { Button } from '../../ui/Button';

/** Asks before unsaved text is discarded. */
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
