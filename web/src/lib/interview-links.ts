import type { MeetingId } from '../rtc/protocol.gen';
import { parseMeetingCode } from './meeting-code';

const KEY = 'convene.interviews';
const MOST = 50;

/** The tab's own comes first. Where they are blocked, already naming them throws. */
const PLACES = ['sessionStorage', 'localStorage'] as const;

/** Where nothing can be stored: for as long as the page is open. */
const remembered = new Map<MeetingId, string>();

/**
 * Keeps the token of the link by which one came into an interview. The tab keeps its own, so that two tabs may be two people;
 * the browser keeps the newest, for who comes back later.
 */
export function keepLinkToken(id: MeetingId, token: string): void {
  remembered.set(id, token);
  for (const place of PLACES) {
    store(place, [[id, token], ...read(place).filter(([other]) => other !== id)]);
  }
}

export function readLinkToken(id: MeetingId): string | null {
  const kept = PLACES.map((place) => read(place).find(([other]) => other === id)?.[1]);
  return kept.find((token) => token !== undefined) ?? remembered.get(id) ?? null;
}

/** The interviews that this browser has a token for, the one opened last first. */
export function knownInterviews(): MeetingId[] {
  return read('localStorage').map(([id]) => id);
}

/** The server says it is good no more, or the interview is deleted; without a token, all of that interview. */
export function dropLinkToken(id: MeetingId, token?: string): void {
  if ((token ?? remembered.get(id)) === remembered.get(id)) remembered.delete(id);
  for (const place of PLACES) {
    store(
      place,
      read(place).filter(([other, kept]) => other !== id || (token ?? kept) !== kept),
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
function read(place: (typeof PLACES)[number]): Entry[] {
  let stored: unknown;
  try {
    stored = JSON.parse(globalThis[place].getItem(KEY) ?? '[]');
  } catch {
    // Storage is blocked, or holds something else.
  }
  return Array.isArray(stored) ? stored.filter(isEntry) : [];
}

function store(place: (typeof PLACES)[number], entries: Entry[]): void {
  try {
    if (entries.length === 0) globalThis[place].removeItem(KEY);
    else globalThis[place].setItem(KEY, JSON.stringify(entries.slice(0, MOST)));
  } catch {
    // Private mode or full: once the page is closed, the link has to be opened again.
  }
}

function isEntry(value: unknown): value is Entry {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [id, token] = value as unknown[];
  return typeof id === 'string' && parseMeetingCode(id) === id && typeof token === 'string';
}
