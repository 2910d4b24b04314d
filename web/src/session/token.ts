import type { MeetingId } from '../rtc/protocol.gen';

// The token of a presence, kept for this tab only, so that a reload takes the same presence up again.

export function readToken(meetingId: MeetingId): string | null {
  try {
    return sessionStorage.getItem(key(meetingId));
  } catch {
    return null;
  }
}

export function writeToken(meetingId: MeetingId, token: string | null): void {
  try {
    if (token === null) sessionStorage.removeItem(key(meetingId));
    else sessionStorage.setItem(key(meetingId), token);
  } catch {
    // Storage is blocked: a reload then comes as somebody new.
  }
}

function key(meetingId: MeetingId): string {
  return `convene.token.${meetingId}`;
}
