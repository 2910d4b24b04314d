import { useEffect } from 'react';

import { meetingUrl } from '../actions/invite';
import type { MeetingId } from '../protocol/protocol.gen';
import { type RoomState, useRoom } from '../stores/room';

/** True if `/m/{code}` leads to the meeting that this page is in. */
export function leadsToRoom(code: string): boolean {
  const { meetingId, name } = useRoom.getState();
  return meetingId !== null && (code === meetingId || code === name);
}

/**
 * The address bar follows the name that hosts choose for the meeting, so that a reload leads back
 * into it. The name of a room that other systems enter never changes.
 */
export function useAddress(id: MeetingId): void {
  useEffect(() => {
    const follow = (room: RoomState): void => {
      const { meetingId, isNamedRoom, status } = room;
      if (meetingId !== id || isNamedRoom || status.kind !== 'joined') return;
      const { pathname } = new URL(meetingUrl(id, room));
      if (!location.pathname.startsWith('/m/') || location.pathname === pathname) return;
      history.replaceState(history.state, '', pathname);
    };
    follow(useRoom.getState());
    return useRoom.subscribe(follow);
  }, [id]);
}
