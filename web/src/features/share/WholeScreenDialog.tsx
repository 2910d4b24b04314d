import { devices } from '../../session';
import { useDevices } from '../../stores/devices';
import { useStrings } from '../../strings';
import { AlertDialog } from '../../ui/AlertDialog';
import { Button } from '../../ui/Button';
import { startScreenShare } from '../../ui/screen-share';

/** Asks before a whole screen is shared; until it is answered nobody sees anything of it. */
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
