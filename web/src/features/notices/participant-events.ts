import type { Participant, ParticipantId } from '../../protocol/protocol.gen';

export interface ParticipantEvent {
  /** `observing`: joined an interview as an observer. */
  kind: 'joined' | 'observing' | 'left' | 'hand';
  id: ParticipantId;
  name: string;
}

/**
 * Differences between two lists of participants: others who joined, left or raised a hand. A lost
 * connection is no difference: reconnecting participants stay in the list for the grace period.
 */
export function participantEventsBetween(
  before: readonly Participant[],
  now: readonly Participant[],
  selfId: ParticipantId | null,
): ParticipantEvent[] {
  // An empty list means that this participant enters or leaves.
  if (before.length === 0 || now.length === 0) return [];
  const old = new Map(before.map((participant) => [participant.id, participant]));
  const events: ParticipantEvent[] = [];
  for (const { id, name, hand_raised_at, interview_role } of now) {
    const earlier = old.get(id);
    old.delete(id);
    if (id === selfId) continue;
    if (!earlier) {
      const kind = interview_role === 'observer' ? 'observing' : 'joined';
      events.push({ kind, id, name });
    }
    const raised = hand_raised_at !== undefined && earlier?.hand_raised_at === undefined;
    if (earlier && raised) events.push({ kind: 'hand', id, name });
  }
  for (const { id, name } of old.values()) {
    if (id !== selfId) events.push({ kind: 'left', id, name });
  }
  return events;
}
