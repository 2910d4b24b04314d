import { startScreenShare } from '../../actions/screen-share';
import { devices } from '../../session';
import { useDevices } from '../../stores/devices';
import { useStrings } from '../../strings';
import { AlertDialog } from '../../ui/AlertDialog';
import { Button } from '../../ui/Button';

/** Asks for confirmation before a whole screen is shared. Others see none of it until then. */
export function WholeScreenDialog() {
  const t = useStrings();
  const asked = useDevices((state) => state.wholeScreenChosen);
  if (!asked) return null;
  return (
    <AlertDialog
      title={t.stage.wholeScreen}
      text={t.stage.wholeScreenText}
      onCancel={() => devices.cancelScreenShare()}
    >
      <Button variant="quiet" onClick={() => devices.cancelScreenShare()}>
        {t.stage.cancel}
      </Button>
      <Button onClick={() => devices.confirmScreenShare()}>{t.stage.shareAnyway}</Button>
      <Button variant="primary" data-first onClick={() => void startScreenShare()}>
        {t.stage.chooseElse}
      </Button>
    </AlertDialog>
  );
}
