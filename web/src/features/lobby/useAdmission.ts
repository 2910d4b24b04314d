import { useEffect } from 'react';

import { cue } from '../../session/cues';
import { useRoom } from '../../stores/room';
import { notify } from '../../stores/toasts';
import { strings } from '../../strings';

/** Plays a sound and shows a toast on admission: a waiting guest may look elsewhere. */
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
