import { useEffect } from 'react';

import { cue } from '../../session/cues';
import { useRoom } from '../../stores/room';
import { strings } from '../../strings';
import { notify } from '../../ui/toast';

/** Lets it be heard and seen that one was let in: whoever waits may well look elsewhere. */
export function useAdmission(): void {
  useEffect(
    () =>
      useRoom.subscribe((now, before) => {
        if (before.status.kind !== 'waiting' || now.status.kind !== 'joined') return;
        cue('admitted');
        notify(strings().lobby.admitted, 'lobby');
      }),
    [],
  );
}
