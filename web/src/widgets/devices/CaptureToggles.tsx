import { Mic, MicOff, Video, VideoOff } from 'lucide-react';

import { devices } from '../../session';
import { useDevices } from '../../stores/devices';
import { useStrings } from '../../strings';
import { IconButton } from '../../ui/IconButton';

interface ToggleProps {
  /** Called if the device could not be turned on. */
  onProblem?: () => void;
}

/** Toggle of the camera. Its name says what a press does. */
export function CameraToggle({ onProblem }: ToggleProps) {
  const t = useStrings();
  const on = useDevices((state) => state.camera.wanted && !state.camera.problem);
  const troubled = useDevices((state) => state.camera.problem !== null);
  return (
    <IconButton
      label={on ? t.devices.turnOffCamera : t.devices.turnOnCamera}
      icon={on ? Video : VideoOff}
      tone={on ? 'plain' : 'off'}
      warned={troubled}
      onClick={async () => {
        await devices.setCamera(!on);
        if (!on && useDevices.getState().camera.problem) onProblem?.();
      }}
    />
  );
}

/** Toggle of the microphone. */
export function MicrophoneToggle({ onProblem }: ToggleProps) {
  const t = useStrings();
  const on = useDevices((state) => state.microphone.wanted && !state.microphone.problem);
  const troubled = useDevices((state) => state.microphone.problem !== null);
  return (
    <IconButton
      data-control="microphone"
      label={on ? t.devices.mute : t.devices.unmute}
      icon={on ? Mic : MicOff}
      tone={on ? 'plain' : 'off'}
      warned={troubled}
      onClick={async () => {
        await devices.setMicrophone(!on);
        if (!on && useDevices.getState().microphone.problem) onProblem?.();
      }}
    />
  );
}
