import type { CallId } from '../protocol/protocol.gen';

/** A hang-up the server does not know of, by the server's clock. */
export interface HangUp {
  id: CallId;
  at: number;
}

const KEY = 'convene.hung-up';
const MOST = 20;

/**
 * Stored in this browser, so that the history is completed even if the page closes before the
 * server is back.
 */
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

/** Removes a hang-up that the server has taken. */
export function dropHangUp(id: CallId): void {
  write(unsentHangUps().filter((one) => one.id !== id));
}

function write(hangUps: HangUp[]): void {
  try {
    if (hangUps.length === 0) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify(hangUps));
  } catch {
    // Storage is blocked: the hang-up is sent only while the page is open.
  }
}

function isHangUp(value: unknown): value is HangUp {
  if (typeof value !== 'object' || value === null) return false;
  const { id, at } = value as Record<string, unknown>;
  return typeof id === 'string' && typeof at === 'number' && Number.isSafeInteger(at);
}
