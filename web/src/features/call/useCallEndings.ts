import { useEffect } from 'react';

import { calls } from '../../session/calls';
import { useCalls } from '../../stores/calls';
import { announce, notify } from '../../stores/toasts';
import { strings } from '../../strings';
import { endText } from './words';

/** How long to wait, in ms, until it is known whether the room closes with its last call. */
const A_MOMENT = 500;

/**
 * Announces every ended call: as a toast in a room that goes on, else on the page and to screen
 * readers.
 */
export function useCallEndings(): void {
  useEffect(() => {
    const said = new Set<string>();
    return useCalls.subscribe(({ calls: all }) => {
      for (const { id, phase, here } of all) {
        if (phase !== 'ended' || !here || said.has(id)) continue;
        said.add(id);
        setTimeout(() => say(id), A_MOMENT);
      }
    });
  }, []);
}

function say(id: string): void {
  const t = strings();
  const { calls: all, room } = useCalls.getState();
  const call = all.find((one) => one.id === id);
  if (!call) return;
  if (room === null) {
    announce(endText(t, call));
    return;
  }
  // A participant who hung up has left the room, which says so.
  if (call.end !== 'hung_up') notify(endText(t, call), `call-ended-${id}`);
  calls.dismiss(id);
}
