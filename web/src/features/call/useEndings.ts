import { useEffect } from 'react';

import { calls } from '../../session/calls';
import { useCalls } from '../../stores/calls';
import { strings } from '../../strings';
import { announce, notify } from '../../ui/toast';
import { endText } from './words';

/** The room is left with its last call: whether it is, is known a moment later. */
const A_MOMENT = 500;

/** Each ending is said: in a room that goes on in passing, else on the page, which screen readers are told of. */
export function useEndings(): void {
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
  // Who hung up has left the room, which says so.
  if (call.end !== 'hung_up') notify(endText(t, call), `call-ended-${id}`);
  calls.dismiss(id);
}
