import { Keyboard, SignalHigh } from 'lucide-react';
import { useState } from 'react';

import { changeSettings, useSettings } from '../../stores/settings';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { CheckField } from '../../ui/CheckField';
import { Dialog } from '../../ui/Dialog';
import { DeviceProblems } from '../../widgets/device-trouble/DeviceProblems';
import { DeviceFields } from '../../widgets/devices/DeviceFields';
import { LanguageField } from '../../widgets/LanguageField';
import { ConnectionDialog } from './ConnectionDialog';
import { VoiceFields } from './VoiceFields';

interface DevicesDialogProps {
  onClose: () => void;
  onOpenShortcuts: () => void;
}

/** Dialog for changing devices during the meeting. */
export function DevicesDialog({ onClose, onOpenShortcuts }: DevicesDialogProps) {
  const t = useStrings();
  const { sounds, shortcuts } = useSettings();
  const [connectionOpen, setConnectionOpen] = useState(false);
  return (
    <>
      <Dialog title={t.devices.title} onClose={onClose}>
        <DeviceProblems />
        <DeviceFields />
        <VoiceFields />
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
        <LanguageField />
        <div className="dialog-more">
          <Button icon={SignalHigh} onClick={() => setConnectionOpen(true)}>
            {t.quality.title}
          </Button>
          <Button icon={Keyboard} onClick={onOpenShortcuts}>
            {t.shortcuts.title}
          </Button>
        </div>
      </Dialog>
      {connectionOpen && <ConnectionDialog onClose={() => setConnectionOpen(false)} />}
    </>
  );
}
