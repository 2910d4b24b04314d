import { beforeEach, expect, it, vi } from 'vitest';

import {
  describeMeeting,
  forgetAllMeetings,
  forgetMeeting,
  recentMeetings,
  rememberMeeting,
} from './recent-meetings';

let stored: Map<string, string>;

beforeEach(() => {
  stored = new Map();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
  return () => vi.unstubAllGlobals();
});

const ids = (): string[] => recentMeetings().map(({ id }) => id);
const code = (letter: string): string =>
  `${letter.repeat(3)}-${letter.repeat(4)}-${letter.repeat(3)}`;

it('keeps the last five, the latest first, each once', () => {
  for (const [at, letter] of [...'abcdefb'].entries()) rememberMeeting(code(letter), at);
  expect(ids()).toEqual([...'bfedc'].map(code));
  expect(recentMeetings()[0]).toEqual({ id: code('b'), at: 6 });
});

it('forgets one, or all, and leaves nothing behind', () => {
  rememberMeeting(code('a'), 1);
  rememberMeeting(code('b'), 2);
  forgetMeeting(code('a'));
  expect(ids()).toEqual([code('b')]);
  forgetAllMeetings();
  expect(ids()).toEqual([]);
  expect(stored.size).toBe(0);
});

it.each([
  'nonsense',
  'null',
  '{}',
  '[1, null, {}, "x"]',
  '[{"id": "../evil", "at": 1}, {"id": "AAA-aaaa-aaa", "at": 1}]',
  '[{"id": "aaa-aaaa-aaa"}, {"id": "aaa-aaaa-aaa", "at": -1}, {"id": "aaa-aaaa-aaa", "at": 1e300}]',
])('takes %s for nothing', (text) => {
  stored.set('convene.recent', text);
  expect(recentMeetings()).toEqual([]);
});

it('does without a storage', () => {
  const refuse = (): never => {
    throw new DOMException('', 'SecurityError');
  };
  vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse, removeItem: refuse });
  rememberMeeting(code('a'), 1);
  forgetAllMeetings();
  expect(recentMeetings()).toEqual([]);
});

it('knows the title and the people, and keeps the people until others are met', () => {
  rememberMeeting(code('a'), 1);
  const facts = { title: 'Stand-up', room: null, names: ['Ana', 'Ben', 'Chris', 'Dora'] };
  describeMeeting(code('a'), 1, facts);
  const entry = { id: code('a'), at: 1, title: 'Stand-up' };
  const people = { names: ['Ana', 'Ben', 'Chris'], count: 4 };
  expect(recentMeetings()).toEqual([{ ...entry, people }]);
  rememberMeeting(code('a'), 2);
  expect(recentMeetings()).toEqual([{ ...entry, at: 2, people }]);
  describeMeeting(code('a'), 2, { title: null, room: 'stand up', names: [] });
  expect(recentMeetings()).toEqual([{ id: code('a'), at: 2, room: 'stand up', people }]);
  describeMeeting(code('b'), 3, facts);
  expect(ids(), 'one that is new comes first').toEqual([code('b'), code('a')]);
});

it.each([
  { title: 7, room: {}, people: 'x' },
  { title: '', people: { names: ['Ana'], count: 0 } },
  { title: 'x'.repeat(257), people: { names: ['a', 'b', 'c', 'd'], count: 4 } },
  { people: { names: [null], count: 1 } },
])('takes only the code and the time of %j', (facts) => {
  const entry = { id: code('a'), at: 1 };
  stored.set('convene.recent', JSON.stringify([{ ...entry, ...facts }]));
  expect(recentMeetings()).toEqual([entry]);
});
