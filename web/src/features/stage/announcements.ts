import type { Participant, ParticipantId } from '../../rtc/protocol.gen';

interface Changes {
  /** Who began and who stopped sharing a screen. */
  started: string[];
  stopped: string[];
}

/** Who began and stopped sharing between one list of participants and the next, by name. */
export function changesBetween(
  before: Participant[],
  now: Participant[],
  selfId: ParticipantId | null,
): Changes {
  const old = new Map(before.map((participant) => [participant.id, participant]));
  const changes: Changes = { started: [], stopped: [] };
  // From or to nothing is entering or leaving oneself.
  if (before.length === 0 || now.length === 0) return changes;
  for (const { id, name, media } of now) {
    const earlier = old.get(id);
    if (id === selfId) continue;
    const shared = earlier?.media.screen_share ?? false;
    if (media.screen_share && !shared) changes.started.push(name);
    if (!media.screen_share && shared) changes.stopped.push(name);
  }
  return changes;
}
