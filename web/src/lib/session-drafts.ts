import type { MeetingId } from '../rtc/protocol.gen';

// What is typed into a field and not sent, kept for this tab.

export function readDraft(meetingId: MeetingId, field: string): string {
  try {
    return sessionStorage.getItem(key(meetingId, field)) ?? '';
  } catch {
    return '';
  }
}

export function writeDraft(meetingId: MeetingId, field: string, text: string): void {
  try {
    if (text === '') sessionStorage.removeItem(key(meetingId, field));
    else sessionStorage.setItem(key(meetingId, field), text);
  } catch {
    // Storage is blocked or full: then it lives as long as the field does.
  }
}

function key(meetingId: MeetingId, field: string): string {
  return `convene.draft.${meetingId}.${field}`;
}
