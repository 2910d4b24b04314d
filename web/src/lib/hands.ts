import type { Participant, ParticipantId } from '../protocol/protocol.gen';

/** Participants with raised hands, in the order in which hosts should call them. */
export function raisedHands(participants: readonly Participant[]): ParticipantId[] {
  return participants
    .filter(({ hand_raised_at }) => hand_raised_at !== undefined)
    .sort((a, b) => (a.hand_raised_at ?? 0) - (b.hand_raised_at ?? 0) || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);
}

/** Position of a hand in that order, from 1; 0 if it is down. */
export function handNumber(participants: readonly Participant[], id: ParticipantId): number {
  return raisedHands(participants).indexOf(id) + 1;
}
