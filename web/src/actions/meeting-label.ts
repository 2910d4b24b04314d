import type { MeetingId } from '../protocol/protocol.gen';
import { useFoundMeeting } from '../stores/found-meeting';
import { type RoomState, useRoom } from '../stores/room';

type Named = Pick<RoomState, 'meetingId' | 'title' | 'name'>;
type Found = ReturnType<typeof useFoundMeeting.getState>;

/** What to call a meeting: its title, else the name that leads to it, else its code. */
export function meetingLabel(
  id: MeetingId,
  { meetingId, title, name }: Named = useRoom.getState(),
  { found }: Found = useFoundMeeting.getState(),
): string {
  const inRoom = meetingId === id ? (title ?? name) : null;
  const before = found?.id === id ? (found.title ?? found.name) : null;
  return inRoom ?? before ?? id;
}

/** The same, which follows changes. */
export function useMeetingLabel(id: MeetingId): string {
  const found = useFoundMeeting();
  return useRoom((room) => meetingLabel(id, room, found));
}
