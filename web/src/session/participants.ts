import type { Participant, ParticipantId } from '../protocol/protocol.gen';

/** Adds a participant at the end, or replaces them in place. */
export function withParticipant(
  participants: readonly Participant[],
  participant: Participant,
): Participant[] {
  const known = participants.some(({ id }) => id === participant.id);
  if (!known) return [...participants, participant];
  return participants.map((other) => (other.id === participant.id ? participant : other));
}

/** Applies a change; ignores unknown participants. */
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
 * Merges the server's room with participants a restarted server lost while their media still flows.
 * They stay, shown as reconnecting.
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
