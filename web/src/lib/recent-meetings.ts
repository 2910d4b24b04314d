import type { MeetingId } from '../protocol/protocol.gen';
import { parseMeetingCode } from './meeting-code';

/** A meeting joined in this browser, and the time of the last join in ms since the epoch. */
export interface RecentMeeting extends MeetingFacts {
  id: MeetingId;
  at: number;
}

/** What this browser remembers of a meeting. */
export interface MeetingFacts {
  title?: string;
  /** Name of the room, which leads to it. */
  room?: string;
  /** Some of the people who were there, and the count of all of them. */
  people?: { names: string[]; count: number };
}

const KEY = 'convene.recent';
const MOST = 5;
/** Most people that an entry names. */
const MOST_NAMES = 3;
/** Longest text that an entry holds, in UTF-16 units; longer ones were not written here. */
const LONGEST = 256;
/** Latest time that a date can hold. */
const END_OF_TIME = 8.64e15;

/** The last few meetings, newest first; invalid entries are ignored. */
export function recentMeetings(): RecentMeeting[] {
  let stored: unknown;
  try {
    stored = JSON.parse(localStorage.getItem(KEY) ?? '[]');
  } catch {
    // Storage is blocked, or holds something else.
  }
  if (!Array.isArray(stored)) return [];
  const meetings = new Map<MeetingId, RecentMeeting>();
  for (const one of stored.map(read)) {
    if (one && !meetings.has(one.id)) meetings.set(one.id, one);
  }
  return [...meetings.values()].sort((a, b) => b.at - a.at).slice(0, MOST);
}

/** Puts a meeting at the top; what is known of it stays. */
export function rememberMeeting(id: MeetingId, at: number): void {
  const all = recentMeetings();
  const known = all.find((one) => one.id === id);
  write([{ ...known, id, at }, ...all.filter((one) => one.id !== id)].slice(0, MOST));
}

/**
 * Notes title, name and people of a meeting that this person joined at `at`. A meeting without a
 * title loses an earlier one; the people of the last time stay until somebody else is met.
 */
export function describeMeeting(
  id: MeetingId,
  at: number,
  { title, room, names }: { title: string | null; room: string | null; names: string[] },
): void {
  if (!recentMeetings().some((one) => one.id === id)) rememberMeeting(id, at);
  const all = recentMeetings();
  const known = all.find((one) => one.id === id);
  // The browser stores nothing, or newer meetings fill the list.
  if (!known) return;
  const met = { names: names.slice(0, MOST_NAMES), count: names.length };
  const people = names.length > 0 ? met : known.people;
  const now: RecentMeeting = {
    id,
    at: known.at,
    ...(title !== null && { title }),
    ...(room !== null && { room }),
    ...(people && { people }),
  };
  if (JSON.stringify(now) !== JSON.stringify(known)) {
    write(all.map((one) => (one.id === id ? now : one)));
  }
}

export function forgetMeeting(id: MeetingId): void {
  write(recentMeetings().filter((one) => one.id !== id));
}

export function forgetAllMeetings(): void {
  write([]);
}

function write(meetings: RecentMeeting[]): void {
  try {
    if (meetings.length === 0) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify(meetings));
  } catch {
    // Storage is blocked or full: there is no list.
  }
}

function read(value: unknown): RecentMeeting | null {
  if (typeof value !== 'object' || value === null) return null;
  const { id, at, title, room, people } = value as Record<string, unknown>;
  if (typeof id !== 'string' || parseMeetingCode(id) !== id) return null;
  if (typeof at !== 'number' || !(at >= 0 && at <= END_OF_TIME)) return null;
  const met = readPeople(people);
  return {
    id,
    at,
    ...(isText(title) && { title }),
    ...(isText(room) && { room }),
    ...(met && { people: met }),
  };
}

function readPeople(value: unknown): RecentMeeting['people'] {
  if (typeof value !== 'object' || value === null) return undefined;
  const { names, count } = value as Record<string, unknown>;
  if (!Array.isArray(names) || !names.every(isText) || names.length > MOST_NAMES) return undefined;
  if (!Number.isSafeInteger(count) || (count as number) < Math.max(1, names.length))
    return undefined;
  return names.length > 0 ? { names, count: count as number } : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST;
}
