import type { MeetingId } from '../protocol/protocol.gen';
import { type RoomState, useRoom } from '../stores/room';
import { toast } from '../stores/toasts';
import { strings } from '../strings';
import { copyText } from './clipboard';

type Named = Pick<RoomState, 'meetingId' | 'name' | 'isNamedRoom'>;

/** Link to the meeting, on this page's own address: by its name, if this room has one. */
export function meetingUrl(id: MeetingId, room: Named = useRoom.getState()): string {
  const { meetingId, name, isNamedRoom } = room;
  if (meetingId !== id || name === null) return `${location.origin}/m/${id}`;
  return `${location.origin}/${isNamedRoom ? 'room' : 'm'}/${encodeURIComponent(name)}`;
}

/** The same, which follows a change of the name. */
export function useMeetingUrl(id: MeetingId): string {
  return useRoom((room) => meetingUrl(id, room));
}

/** Copies a text and says so; where copying is forbidden, shows the text to copy by hand. */
export async function copyOrTell(text: string, done: string): Promise<boolean> {
  const copied = await copyText(text);
  if (copied) toast(done);
  else toast(strings().meeting.copyFailed(text), 'danger');
  return copied;
}
