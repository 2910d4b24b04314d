import type { Participant, ParticipantId } from '../../rtc/protocol.gen';

export interface Happening {
  /** `observing`: joined an interview to look on. */
  kind: 'joined' | 'observing' | 'left' | 'hand';
  id: ParticipantId;
  name: string;
}

/**
 * Who of the others came, went or raised a hand between one list of participants and the next. A lost
 * connection is neither: who comes back within the grace period never left the list.
 */
export function happeningsBetween(
  before: readonly Participant[],
  now: readonly Participant[],
  selfId: ParticipantId | null,
): Happening[] {
  // From or to nothing is entering or leaving oneself.
  if (before.length === 0 || now.length === 0) return [];
  const old = new Map(before.map((participant) => [participant.id, participant]));
  const happenings: Happening[] = [];
  for (const { id, name, hand_raised_at, interview_role } of now) {
    const earlier = old.get(id);
    old.delete(id);
    if (id === selfId) continue;
    if (!earlier) {
      const kind = interview_role === 'observer' ? 'observing' : 'joined';
      happenings.push({ kind, id, name });
    }
    const raised = hand_raised_at !== undefined && earlier?.hand_raised_at === undefined;
    if (earlier && raised) happenings.push({ kind: 'hand', id, name });
  }
  for (const { id, name } of old.values()) {
    if (id !== selfId) happenings.push({ kind: 'left', id, name });
  }
  return happenings;
}
