import type { CallId } from '../../rtc/protocol.gen';

const KEY = 'convene.call';

// The call this tab is in, so that a reload takes it up again.

export function heldCall(): CallId | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export function holdCall(call: CallId | null): void {
  try {
    if (call === null) sessionStorage.removeItem(KEY);
    else if (heldCall() !== call) sessionStorage.setItem(KEY, call);
  } catch {
    // Storage is blocked: a reload then leaves the call.
  }
}
