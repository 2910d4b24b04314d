import type { Participant, ParticipantId } from '../../protocol/protocol.gen';
import { givenName } from '../../stores/given-names';

interface Changes {
  /** Names of participants who started and who stopped sharing. */
  started: string[];
  stopped: string[];
}

/** Screen shares that started or stopped between two lists of participants, by name. */
export function changesBetween(
  before: Participant[],
  now: Participant[],
  selfId: ParticipantId | null,
): Changes {
  const old = new Map(before.map((participant) => [participant.id, participant]));
  const changes: Changes = { started: [], stopped: [] };
  // An empty list means that this participant enters or leaves.
  if (before.length === 0 || now.length === 0) return changes;
  for (const { id, name, media } of now) {
    const earlier = old.get(id);
    if (id === selfId) continue;
    const shared = earlier?.media.screen_share ?? false;
    if (media.screen_share && !shared) changes.started.push(givenName(id, name));
    if (!media.screen_share && shared) changes.stopped.push(givenName(id, name));
  }
  return changes;
}
