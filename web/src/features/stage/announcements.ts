import type { Participant, ParticipantId } from '../../rtc/protocol.gen';

interface Changes {
  joined: string[];
  left: string[];
  /** Who began and who stopped sharing a screen. */
  started: string[];
  stopped: string[];
}

/** What is worth telling of the way from one list of participants to the next, by name. */
export function changesBetween(
  before: Participant[],
  now: Participant[],
  selfId: ParticipantId | null,
): Changes {
  const old = new Map(before.map((participant) => [participant.id, participant]));
  const changes: Changes = { joined: [], left: [], started: [], stopped: [] };
  // From or to nothing is entering or leaving oneself.
  if (before.length === 0 || now.length === 0) return changes;
  for (const { id, name, media } of now) {
    const earlier = old.get(id);
    old.delete(id);
    if (id === selfId) continue;
    if (!earlier) changes.joined.push(name);
    const shared = earlier?.media.screen_share ?? false;
    if (media.screen_share && !shared) changes.started.push(name);
    if (!media.screen_share && shared) changes.stopped.push(name);
  }
  for (const { id, name } of old.values()) if (id !== selfId) changes.left.push(name);
  return changes;
}
