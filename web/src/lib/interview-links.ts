import type { MeetingId } from '../protocol/protocol.gen';
import { parseMeetingCode } from './meeting-code';

const KEY = 'convene.interviews';
const MOST = 50;

/** The tab's own storage comes first. Where storage is blocked, naming it throws. */
const PLACES = ['sessionStorage', 'localStorage'] as const;

/** Fallback for the life of the page, where nothing can be stored. */
const remembered = new Map<MeetingId, string>();

/**
 * Stores the token of an interview link. Each tab keeps its own, so two tabs may be two people; the
 * browser keeps the newest for a later return.
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

/** Interviews that this browser has a token for, the last opened first. */
export function knownInterviews(): MeetingId[] {
  return read('localStorage').map(([id]) => id);
}

/** Removes a token that is no longer valid; without `token`, all tokens of that interview. */
export function dropLinkToken(id: MeetingId, token?: string): void {
  if ((token ?? remembered.get(id)) === remembered.get(id)) remembered.delete(id);
  for (const place of PLACES) {
    store(
      place,
      read(place).filter(([other, kept]) => other !== id || (token ?? kept) !== kept),
    );
  }
}

/** The token after `#` in a link. */
export function tokenInHash(hash: string): string | null {
  const token = hash.replace(/^#/, '');
  return /^[A-Za-z0-9._-]{20,80}$/.test(token) ? token : null;
}

type Entry = [id: MeetingId, token: string];

/** Stored tokens, newest first; invalid entries are ignored. */
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
    // Storage is blocked or full: after closing the page the person must open the link again.
  }
}

function isEntry(value: unknown): value is Entry {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [id, token] = value as unknown[];
  return typeof id === 'string' && parseMeetingCode(id) === id && typeof token === 'string';
}
