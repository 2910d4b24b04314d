import type { MeetingId } from '../protocol/protocol.gen';
import { parseMeetingCode } from './meeting-code';

/** A meeting joined in this browser, and the time of the last join in ms since the epoch. */
export interface RecentMeeting {
  id: MeetingId;
  at: number;
}

const KEY = 'convene.recent';
const MOST = 5;
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

export function rememberMeeting(id: MeetingId, at: number): void {
  write([{ id, at }, ...recentMeetings().filter((one) => one.id !== id)].slice(0, MOST));
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
  const { id, at } = value as Record<string, unknown>;
  if (typeof id !== 'string' || parseMeetingCode(id) !== id) return null;
  if (typeof at !== 'number' || !(at >= 0 && at <= END_OF_TIME)) return null;
  return { id, at };
}
