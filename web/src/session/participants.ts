import type { Participant, ParticipantId } from '../rtc/protocol.gen';

/** Adds a participant at the end, or in place if it is there already. */
export function withParticipant(
  participants: readonly Participant[],
  participant: Participant,
): Participant[] {
  const known = participants.some(({ id }) => id === participant.id);
  if (!known) return [...participants, participant];
  return participants.map((other) => (other.id === participant.id ? participant : other));
}

/** Takes over a change; of somebody not there it is none. */
export function withChange(
  participants: readonly Participant[],
  participant: Participant,
): Participant[] {
  return participants.map((other) => (other.id === participant.id ? participant : other));
}

export function withoutParticipant(
  participants: readonly Participant[],
  id: ParticipantId,
): Participant[] {
  return participants.filter((participant) => participant.id !== id);
}

/**
 * The room as the server has it, and those it has lost (it was restarted, and they are not back yet) while
 * their media still flows: shown as they are, on their way back.
 */
export function mergeSnapshot(
  snapshot: readonly Participant[],
  before: readonly Participant[],
  isLive: (id: ParticipantId) => boolean,
): { participants: Participant[]; lost: ParticipantId[] } {
  const lost = before.filter(({ id }) => isLive(id) && !snapshot.some((other) => other.id === id));
  const away = lost.map(
    (participant): Participant => ({ ...participant, presence: 'reconnecting' }),
  );
  const participants = [...snapshot, ...away].sort((a, b) => a.joined_at - b.joined_at);
  return { participants, lost: lost.map(({ id }) => id) };
}
