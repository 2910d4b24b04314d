import type { MeetingId } from '../protocol/protocol.gen';
import { useFoundMeeting } from '../stores/found-meeting';
import { useRoom } from '../stores/room';

/** What to call a meeting: its title, else the name that leads to it, else its code. */
export function useMeetingLabel(id: MeetingId): string {
  const inRoom = useRoom(({ meetingId, title, name }) =>
    meetingId === id ? (title ?? name) : null,
  );
  const found = useFoundMeeting(({ found }) =>
    found?.id === id ? (found.title ?? found.name) : null,
  );
  return inRoom ?? found ?? id;
}
