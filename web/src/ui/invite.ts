import type { MeetingId } from '../rtc/protocol.gen';
import { strings } from '../strings';
import { copyText } from './clipboard';
import { toast } from './toast';

/** The link that leads here, on whatever address this page was opened. */
export function meetingUrl(id: MeetingId): string {
  return `${location.origin}/m/${id}`;
}

/** Copies and says so; where copying is not allowed, shows what to copy by hand. */
export async function copyOrTell(text: string, done: string): Promise<boolean> {
  const copied = await copyText(text);
  if (copied) toast(done);
  else toast(strings().meeting.copyFailed(text), 'danger');
  return copied;
}
