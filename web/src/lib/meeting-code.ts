import type { MeetingId } from '../protocol/protocol.gen';

const LETTERS = 10;
const LONGEST = 64;

/**
 * Finds the meeting code in typed or pasted text: a code in any spelling, a link on any site, or a
 * path such as `/m/abc-defg-hij`. Null if there is none.
 */
export function parseMeetingInput(text: string): MeetingId | null {
  const trimmed = text.trim();
  const inPath = /\/m\/([^/?#]*)/.exec(trimmed);
  return parseMeetingCode(inPath ? decode(inPath[1] ?? '') : trimmed);
}

/** The canonical spelling, `abc-defg-hij`, or null. Accepts every spelling the server accepts. */
export function parseMeetingCode(text: string): MeetingId | null {
  if (text.length > LONGEST) return null;
  const letters = text.replace(/[-\s]/g, '').toLowerCase();
  if (letters.length !== LETTERS || !/^[a-z]+$/.test(letters)) return null;
  return `${letters.slice(0, 3)}-${letters.slice(3, 7)}-${letters.slice(7)}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
