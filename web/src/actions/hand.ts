import { meetingSession } from '../session';
import { type RoomState, selfIn, useRoom } from '../stores/room';
import { toast } from '../stores/toasts';
import { strings } from '../strings';

/** True if the own hand is up, as the server knows it. */
export function useHandRaised(): boolean {
  return useRoom(isRaised);
}

/** Raises or lowers the own hand. */
export function toggleHand(): void {
  const raised = !isRaised(useRoom.getState());
  meetingSession.raiseHand(raised).catch(() => toast(strings().talk.notSent, 'danger'));
}

function isRaised(room: RoomState): boolean {
  return selfIn(room)?.hand_raised_at !== undefined;
}
