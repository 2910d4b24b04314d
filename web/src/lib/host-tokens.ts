import type { MeetingId } from '../protocol/protocol.gen';
import { parseMeetingCode } from './meeting-code';

const KEY = 'convene.hosted';
const MOST = 50;

/**
 * Stores the token that proves that this browser created the meeting; drops the oldest of too many.
 */
export function keepHostToken(id: MeetingId, token: string): void {
  write([[id, token], ...read().filter(([other]) => other !== id)]);
}

export function readHostToken(id: MeetingId): string | null {
  return read().find(([other]) => other === id)?.[1] ?? null;
}

/** Removes a token that the server refused. */
export function dropHostToken(id: MeetingId): void {
  write(read().filter(([other]) => other !== id));
}

type Entry = [id: MeetingId, token: string];

/** Stored tokens, newest first; invalid entries are ignored. */
function read(): Entry[] {
  let stored: unknown;
  try {
    stored = JSON.parse(localStorage.getItem(KEY) ?? '[]');
  } catch {
    // Storage is blocked, or holds something else.
  }
  return Array.isArray(stored) ? stored.filter(isEntry) : [];
}

function write(entries: Entry[]): void {
  try {
    if (entries.length === 0) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify(entries.slice(0, MOST)));
  } catch {
    // Storage is blocked or full: the person stays host for as long as the tab's presence token
    // lasts.
  }
}

function isEntry(value: unknown): value is Entry {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [id, token] = value as unknown[];
  return typeof id === 'string' && parseMeetingCode(id) === id && typeof token === 'string';
}
