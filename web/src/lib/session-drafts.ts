import type { MeetingId } from '../protocol/protocol.gen';

// Unsent texts of fields, kept for this tab.

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
    // Storage is blocked or full: the text lives as long as the field.
  }
}

function key(meetingId: MeetingId, field: string): string {
  return `convene.draft.${meetingId}.${field}`;
}
