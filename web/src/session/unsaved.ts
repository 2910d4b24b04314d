import type { MeetingId } from '../rtc/protocol.gen';
import { type SaveCommand, saveKey } from '../stores/interview';

// What was typed and is not acknowledged, kept for this tab, so that a reload loses nothing of it.

export function readUnsaved(meetingId: MeetingId): SaveCommand[] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(key(meetingId)) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isCommand) : [];
  } catch {
    return [];
  }
}

export function keepUnsaved(meetingId: MeetingId, commands: readonly SaveCommand[]): void {
  try {
    if (commands.length === 0) sessionStorage.removeItem(key(meetingId));
    else sessionStorage.setItem(key(meetingId), JSON.stringify(commands));
  } catch {
    // Storage is blocked or full: then it lives as long as the page does.
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
