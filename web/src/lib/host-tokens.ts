import type { MeetingId } from '../rtc/protocol.gen';
import { parseMeetingCode } from './meeting-code';

const KEY = 'convene.hosted';
const MOST = 50;

/** Keeps what proves that this browser made the meeting; the oldest go where there are too many. */
export function keepHostToken(id: MeetingId, token: string): void {
  write([[id, token], ...read().filter(([other]) => other !== id)]);
}

export function readHostToken(id: MeetingId): string | null {
  return read().find(([other]) => other === id)?.[1] ?? null;
}

/** The server says it is none. */
export function dropHostToken(id: MeetingId): void {
  write(read().filter(([other]) => other !== id));
}

type Entry = [id: MeetingId, token: string];

/** The newest first; anything odd in the storage is as if it was not there. */
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
    // Private mode or full: then one is host for as long as the tab's own token says so.
  }
}

function isEntry(value: unknown): value is Entry {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [id, token] = value as unknown[];
  return typeof id === 'string' && parseMeetingCode(id) === id && typeof token === 'string';
}
