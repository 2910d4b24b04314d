import type { Roster } from '../../lib/roster';
import type { ParticipantId } from '../../protocol/protocol.gen';
import { givenName } from '../../stores/given-names';

interface Changes {
  /** Names of participants who started and who stopped sharing. */
  started: string[];
  stopped: string[];
}

/** Screen shares that started or stopped between two rosters, by name. */
export function changesBetween(before: Roster, now: Roster, selfId: ParticipantId | null): Changes {
  const changes: Changes = { started: [], stopped: [] };
  if (now.sharing === before.sharing) return changes;
  // An empty roster means that this participant enters or leaves.
  if (before.order.length === 0 || now.order.length === 0) return changes;
  for (const id of now.sharing) {
    const name = now.byId[id]?.name;
    if (id === selfId || name === undefined || before.sharing.includes(id)) continue;
    changes.started.push(givenName(id, name));
  }
  for (const id of before.sharing) {
    const name = now.byId[id]?.name;
    if (id === selfId || name === undefined || now.sharing.includes(id)) continue;
    changes.stopped.push(givenName(id, name));
  }
  return changes;
}
