import type { CallId } from '../rtc/protocol.gen';

/** A call that was hung up, by the server's clock, and of which the server has not heard. */
export interface HangUp {
  id: CallId;
  at: number;
}

const KEY = 'convene.hung-up';
const MOST = 20;

/** Kept in this browser, so that the history is completed even if the page is closed before the server is back. */
export function unsentHangUps(): HangUp[] {
  let stored: unknown;
  try {
    stored = JSON.parse(localStorage.getItem(KEY) ?? '[]');
  } catch {
    // Storage is blocked, or holds something else.
  }
  return Array.isArray(stored) ? stored.filter(isHangUp) : [];
}

export function keepHangUp(hangUp: HangUp): void {
  write([...unsentHangUps().filter(({ id }) => id !== hangUp.id), hangUp].slice(-MOST));
}

/** The server has heard of it, or knows better. */
export function dropHangUp(id: CallId): void {
  write(unsentHangUps().filter((one) => one.id !== id));
}

function write(hangUps: HangUp[]): void {
  try {
    if (hangUps.length === 0) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify(hangUps));
  } catch {
    // Then it is told as long as the page is open.
  }
}

function isHangUp(value: unknown): value is HangUp {
  if (typeof value !== 'object' || value === null) return false;
  const { id, at } = value as Record<string, unknown>;
  return typeof id === 'string' && typeof at === 'number' && Number.isSafeInteger(at);
}
