import { hasCodeShape } from './chosen-name';
import { parseMeetingCode, parseMeetingInput } from './meeting-code';

/** Longest name of a room in characters; the server's limit. */
const LONGEST_NAME = 64;

export interface MeetingPlace {
  path: string;
  /** The path if `path` leads to no meeting: ten letters may be a code, or the name of a room. */
  otherwise?: string;
}

/**
 * Where typed or pasted text leads: to a meeting by its code or name, or to a room by its name.
 * Null if the text is neither.
 */
export function meetingPlace(text: string): MeetingPlace | null {
  const typed = text.trim();
  const id = parseMeetingInput(typed);
  if (id) {
    const isSure = hasCodeShape(typed) || parseMeetingCode(typed) === null;
    return { path: `/m/${id}`, ...(!isSure && { otherwise: roomPath(typed) }) };
  }
  const [, kind, part = ''] = /\/(m|room|r)\/([^/?#]+)/.exec(typed) ?? [];
  const name = kind ? decoded(part) : typed;
  if (name === null || !isRoomName(name)) return null;
  if (kind === 'm') return { path: `/m/${encodeURIComponent(name)}` };
  // A mistyped code must not open an empty room.
  if (!kind && (hasCodeShape(name) || /[/\\]/.test(name))) return null;
  return { path: roomPath(name) };
}

function roomPath(name: string): string {
  return `/room/${encodeURIComponent(name)}`;
}

/** The part of this page's path after `/room/` or `/m/`, decoded; null if it is malformed. */
export function nameInPath(path: string): string | null {
  return decoded(path.split('/')[2] ?? '');
}

/** A room's name may be any text, but control characters cannot be typed or seen. */
function isRoomName(name: string): boolean {
  const count = [...name].length;
  return count >= 1 && count <= LONGEST_NAME && !/\p{Cc}/u.test(name);
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
