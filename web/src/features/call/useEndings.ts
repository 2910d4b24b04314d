import { useEffect } from 'react';

import { calls } from '../../session/calls';
import { useCalls } from '../../stores/calls';
import { strings } from '../../strings';
import { notify } from '../../ui/toast';
import { endText } from './words';

/** In a room that goes on, how one of its calls ended is said in passing; else the page says it. */
export function useEndings(): void {
  useEffect(
    () =>
      useCalls.subscribe(({ calls: all, room }) => {
        if (room === null) return;
        for (const call of all) {
          if (call.phase !== 'ended' || !call.here) continue;
          // The last one leaves the room with it: not known before this turn is over.
          setTimeout(() => {
            const now = useCalls.getState();
            if (now.room === null || !now.calls.includes(call)) return;
            const t = strings();
            const text =
              call.end === 'hung_up' ? t.calls.ended.left(call.other.name) : endText(t, call);
            notify(text, `call-ended-${call.id}`);
            calls.dismiss(call.id);
          }, 500);
        }
      }),
    [],
  );
}
