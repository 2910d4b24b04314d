import type { Participant, ParticipantId } from '../rtc/protocol.gen';

/** Whose hands are up, in the order in which they are to be called. */
export function raisedHands(participants: readonly Participant[]): ParticipantId[] {
  return participants
    .filter(({ hand_raised_at }) => hand_raised_at !== undefined)
    .sort((a, b) => (a.hand_raised_at ?? 0) - (b.hand_raised_at ?? 0) || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);
}

/** A hand's place in that order, from 1; 0 for one that is down. */
export function handNumber(participants: readonly Participant[], id: ParticipantId): number {
  return raisedHands(participants).indexOf(id) + 1;
}
