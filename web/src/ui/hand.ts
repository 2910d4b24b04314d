import { meetingSession } from '../session';
import { type RoomState, useRoom } from '../stores/room';
import { strings } from '../strings';
import { toast } from './toast';

/** Whether one's own hand is up, as the server knows it. */
export function useHandRaised(): boolean {
  return useRoom(isRaised);
}

/** Raises the own hand, or lowers it. */
export function toggleHand(): void {
  const raised = !isRaised(useRoom.getState());
  meetingSession.raiseHand(raised).catch(() => toast(strings().talk.notSent, 'danger'));
}

function isRaised({ participants, selfId }: RoomState): boolean {
  return participants.find(({ id }) => id === selfId)?.hand_raised_at !== undefined;
}
