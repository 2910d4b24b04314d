import type { CallId, CallRoom } from '../../protocol/protocol.gen';

const KEY = 'convene.call';

/** The call of this tab, so that a reload resumes it. */
export interface SavedCall {
  call: CallId;
  video: boolean;
  /** Room of the call, for a person whose own call ended while others stay. */
  room: CallRoom;
}

export function readSavedCall(): SavedCall | null {
  try {
    return parse(sessionStorage.getItem(KEY));
  } catch {
    return null;
  }
}

export function writeSavedCall(saved: SavedCall | null): void {
  try {
    if (saved === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify(saved));
  } catch {
    // Storage is blocked: a reload leaves the call.
  }
}

function parse(text: string | null): SavedCall | null {
  const saved = (text === null ? null : JSON.parse(text)) as SavedCall | null;
  return typeof saved?.call === 'string' && typeof saved.room?.ticket === 'string' ? saved : null;
}
