import type { MeetingId } from '../protocol/protocol.gen';

// Presence token, kept for this tab only, so that a reload resumes the same presence.

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
    // Storage is blocked: a reload joins as a new participant.
  }
}

function key(meetingId: MeetingId): string {
  return `convene.token.${meetingId}`;
}
