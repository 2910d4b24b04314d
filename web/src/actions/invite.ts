import type { MeetingId } from '../protocol/protocol.gen';
import { toast } from '../stores/toasts';
import { strings } from '../strings';
import { copyText } from './clipboard';

/** Link to the meeting, on this page's own address. */
export function meetingUrl(id: MeetingId): string {
  return `${location.origin}/m/${id}`;
}

/** Copies a text and says so; where copying is forbidden, shows the text to copy by hand. */
export async function copyOrTell(text: string, done: string): Promise<boolean> {
  const copied = await copyText(text);
  if (copied) toast(done);
  else toast(strings().meeting.copyFailed(text), 'danger');
  return copied;
}
