import type { CallId, CallRoom } from '../../rtc/protocol.gen';

const KEY = 'convene.call';

/** The call this tab is in, so that a reload takes it up again. */
export interface HeldCall {
  call: CallId;
  video: boolean;
  /** Where it is, for one whose own call is over by then, while others are still there. */
  room: CallRoom;
}

export function heldCall(): HeldCall | null {
  try {
    return parse(sessionStorage.getItem(KEY));
  } catch {
    return null;
  }
}

export function holdCall(held: HeldCall | null): void {
  try {
    if (held === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify(held));
  } catch {
    // Storage is blocked: a reload then leaves the call.
  }
}

function parse(text: string | null): HeldCall | null {
  const held = (text === null ? null : JSON.parse(text)) as HeldCall | null;
  return typeof held?.call === 'string' && typeof held.room?.ticket === 'string' ? held : null;
}
