import { changeSettings, useSettings } from '../../stores/settings';
import { t } from '../../strings';
import { CheckField } from '../../ui/CheckField';
import { Dialog } from '../../ui/Dialog';
import { DeviceFields } from '../../ui/devices/DeviceFields';
import { DeviceProblems } from '../../ui/devices/DeviceProblems';

/** The devices, to be changed while the meeting goes on. */
export function DevicesDialog({ onClose }: { onClose: () => void }) {
  const { sounds, shortcuts } = useSettings();
  return (
    <Dialog title={t.devices.title} onClose={onClose}>
      <DeviceProblems />
      <DeviceFields />
      <CheckField
        label={t.settings.sounds}
        hint={t.settings.soundsHint}
        checked={sounds}
        onChange={(on) => changeSettings({ sounds: on })}
      />
      <CheckField
        label={t.settings.shortcuts}
        hint={t.settings.shortcutsHint}
        checked={shortcuts}
        onChange={(on) => changeSettings({ shortcuts: on })}
      />
    </Dialog>
  );
}
