import type { Roster } from '../../lib/roster';
import type { ParticipantId } from '../../protocol/protocol.gen';

export interface ParticipantEvent {
  /** `observing`: joined an interview as an observer. */
  kind: 'joined' | 'observing' | 'left' | 'hand';
  id: ParticipantId;
  name: string;
}

/**
 * Differences between two rosters: others who joined, left or raised a hand. A lost
 * connection is no difference: reconnecting participants stay in the roster for the grace period.
 */
export function participantEventsBetween(
  before: Roster,
  now: Roster,
  selfId: ParticipantId | null,
): ParticipantEvent[] {
  // An empty roster means that this participant enters or leaves.
  if (before.order.length === 0 || now.order.length === 0) return [];
  const events: ParticipantEvent[] = [];
  const note = (kind: ParticipantEvent['kind'], id: ParticipantId, { byId }: Roster): void => {
    const name = byId[id]?.name;
    if (id !== selfId && name !== undefined) events.push({ kind, id, name });
  };
  if (now.order !== before.order) {
    for (const id of now.order) {
      if (before.byId[id]) continue;
      note(now.byId[id]?.interview_role === 'observer' ? 'observing' : 'joined', id, now);
    }
  }
  if (now.hands !== before.hands) {
    for (const id of now.hands) {
      const earlier = before.byId[id];
      if (earlier && earlier.hand_raised_at === undefined) note('hand', id, now);
    }
  }
  if (now.order !== before.order) {
    for (const id of before.order) if (!now.byId[id]) note('left', id, before);
  }
  return events;
}
