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
        const { problem } = now.microphone;
        const former = before.microphone.problem;
        if (former === 'ended' && problem === null && now.microphone.live) {
          const { microphones, microphone } = now;
          const used = microphones.find(({ deviceId }) => deviceId === microphone.deviceId);
          const { voice, problems } = strings();
          toast(used?.label ? voice.nowUsing(used.label) : problems.microphone.ended);
        }
        // That it ended is told by a notice which stays, or by what took its place.
        if (problem && problem !== former && problem !== 'ended') {
          toast(strings().problems.microphone[problem], 'danger');
        }
      }),
    [],
  );
}
