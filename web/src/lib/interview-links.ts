import type { MeetingId } from '../rtc/protocol.gen';
import { parseMeetingCode } from './meeting-code';

const KEY = 'convene.interviews';
const MOST = 50;

/**
 * Keeps the token of the link by which one came into an interview. The tab keeps its own, so that two tabs may be two people;
 * the browser keeps the newest, for who comes back later.
 */
export function keepLinkToken(id: MeetingId, token: string): void {
  store(sessionStorage, [[id, token], ...read(sessionStorage).filter(([other]) => other !== id)]);
  store(localStorage, [[id, token], ...read(localStorage).filter(([other]) => other !== id)]);
}

export function readLinkToken(id: MeetingId): string | null {
  const kept = (storage: Storage) => read(storage).find(([other]) => other === id)?.[1];
  return kept(sessionStorage) ?? kept(localStorage) ?? null;
}

/** The interviews that this browser has a token for, the one opened last first. */
export function knownInterviews(): MeetingId[] {
  return read(localStorage).map(([id]) => id);
}

/** The server says it is good no more, or the interview is deleted. */
export function dropLinkToken(id: MeetingId): void {
  for (const storage of [sessionStorage, localStorage]) {
    store(
      storage,
      read(storage).filter(([other]) => other !== id),
    );
  }
}

/** The token in the part of a link after `#`. */
export function tokenInHash(hash: string): string | null {
  const token = hash.replace(/^#/, '');
  return /^[A-Za-z0-9._-]{20,80}$/.test(token) ? token : null;
}

type Entry = [id: MeetingId, token: string];

/** The newest first; anything odd in the storage is as if it was not there. */
function read(storage: Storage): Entry[] {
  let stored: unknown;
  try {
    stored = JSON.parse(storage.getItem(KEY) ?? '[]');
  } catch {
    // Storage is blocked, or holds something else.
  }
  return Array.isArray(stored) ? stored.filter(isEntry) : [];
}

function store(storage: Storage, entries: Entry[]): void {
  try {
    if (entries.length === 0) storage.removeItem(KEY);
    else storage.setItem(KEY, JSON.stringify(entries.slice(0, MOST)));
  } catch {
    // Private mode or full: then the link has to be opened again.
  }
}

function isEntry(value: unknown): value is Entry {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [id, token] = value as unknown[];
  return typeof id === 'string' && parseMeetingCode(id) === id && typeof token === 'string';
}
