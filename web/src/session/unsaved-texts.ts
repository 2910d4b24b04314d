import type { MeetingId } from '../protocol/protocol.gen';
import { type SaveCommand, saveKey } from '../stores/interview';

// Typed but unacknowledged texts, kept for this tab so that a reload loses nothing.

export function readUnsavedTexts(meetingId: MeetingId): SaveCommand[] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(key(meetingId)) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isCommand) : [];
  } catch {
    return [];
  }
}

export function storeUnsavedTexts(meetingId: MeetingId, commands: readonly SaveCommand[]): void {
  try {
    if (commands.length === 0) sessionStorage.removeItem(key(meetingId));
    else sessionStorage.setItem(key(meetingId), JSON.stringify(commands));
  } catch {
    // Storage is blocked or full: the texts live as long as the page.
  }
}

function key(meetingId: MeetingId): string {
  return `convene.unsaved.${meetingId}`;
}

function isCommand(value: unknown): value is SaveCommand {
  if (typeof value !== 'object' || value === null) return false;
  const command = value as SaveCommand;
  try {
    return (
      saveKey(command) !== '' &&
      (command.kind === 'save_answer'
        ? typeof command.text === 'string' && typeof command.question === 'number'
        : Array.isArray(command.ratings) && typeof command.private_notes === 'string')
    );
  } catch {
    return false;
  }
}
