import { useEffect } from 'react';

import { useDevices } from '../../stores/devices';
import { toast } from '../../stores/toasts';
import { strings } from '../../strings';

/** Shows a toast when a device fails during the meeting. */
export function useDeviceTroubleToasts(): void {
  useEffect(
    () =>
      useDevices.subscribe((now, before) => {
        if (now.camera.problem && now.camera.problem !== before.camera.problem) {
          toast(strings().problems.camera[now.camera.problem], 'danger');
        }
        const { problem } = now.microphone;
        const former = before.microphone.problem;
        if (former === 'ended' && problem === null && now.microphone.live) {
          const { microphones, microphone } = now;
          const used = microphones.find(({ deviceId }) => deviceId === microphone.deviceId);
          const { voice, problems } = strings();
          toast(used?.label ? voice.nowUsing(used.label) : problems.microphone.ended);
        }
        // `MicrophoneTrouble` reports a microphone that ended or is held back, unless a replacement
        // was announced above.
        const reported = problem === 'ended' || problem === 'interrupted';
        if (problem && problem !== former && !reported) {
          toast(strings().problems.microphone[problem], 'danger');
        }
      }),
    [],
  );
}
