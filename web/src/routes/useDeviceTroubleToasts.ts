import { useEffect } from 'react';

import { useDevices } from '../stores/devices';
import { strings } from '../strings';
import { toast } from '../ui/toast';

/** Says so when a device gives up in the middle of the meeting. */
export function useDeviceTroubleToasts(): void {
  useEffect(
    () =>
      useDevices.subscribe((now, before) => {
        if (now.camera.problem && now.camera.problem !== before.camera.problem) {
          toast(strings().problems.camera[now.camera.problem], 'danger');
        }
        if (now.microphone.problem && now.microphone.problem !== before.microphone.problem) {
          toast(strings().problems.microphone[now.microphone.problem], 'danger');
        }
      }),
    [],
  );
}
