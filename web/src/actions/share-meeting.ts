import type { MeetingId } from '../protocol/protocol.gen';
import { useRoom } from '../stores/room';
import { strings } from '../strings';
import { copyOrTell, meetingUrl } from './invite';

/** True if the system has a sheet from which people share links. */
export function hasShareSheet(): boolean {
  return typeof navigator.share === 'function';
}

/**
 * Opens the system's sheet to share the link, or copies it where there is none. True if the link
 * was copied. Must be called in a press.
 */
export async function shareMeeting(id: MeetingId): Promise<boolean> {
  const url = meetingUrl(id);
  if (hasShareSheet()) {
    try {
      await navigator.share({
        title: useRoom.getState().title ?? strings().product,
        text: strings().naming.shareText,
        url,
      });
      return false;
    } catch (error) {
      // The person closed the sheet.
      if (error instanceof DOMException && error.name === 'AbortError') return false;
    }
  }
  return copyOrTell(url, strings().meeting.linkCopied);
}
