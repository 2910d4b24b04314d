import { t } from '../../strings';
import { Dialog } from '../../ui/Dialog';
import { DeviceFields } from '../../ui/devices/DeviceFields';
import { DeviceProblems } from '../../ui/devices/DeviceProblems';

/** The devices, to be changed while the meeting goes on. */
export function DevicesDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={t.devices.title} onClose={onClose}>
      <DeviceProblems />
      <DeviceFields />
    </Dialog>
  );
}
