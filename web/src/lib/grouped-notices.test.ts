import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { GroupedNotices } from './grouped-notices';

type Kind = 'joined' | 'left';

let told: [Kind, string[]][][];
let notices: GroupedNotices<Kind>;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  notices = new GroupedNotices<Kind>(
    (groups) => told.push(groups.map(({ kind, names }) => [kind, names])),
    { joined: 'left', left: 'joined' },
  );
});

afterEach(() => {
  notices.close();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

it('tells those who come together at once', () => {
  for (const name of ['Ana', 'Ben', 'Cem']) notices.add('joined', name, name);
  notices.add('left', 'Dan', 'Dan');
  vi.advanceTimersByTime(400);
  expect(told).toEqual([
    [
      ['joined', ['Ana', 'Ben', 'Cem']],
      ['left', ['Dan']],
    ],
  ]);
});

it('makes few of many', () => {
  for (let count = 0; count < 100; count += 1) {
    notices.add('joined', `p${count}`, `P${count}`);
    vi.advanceTimersByTime(100);
  }
  vi.advanceTimersByTime(5_000);
  expect(told.length).toBeLessThanOrEqual(5);
  expect(told.flatMap((groups) => groups.flatMap(([, names]) => names))).toHaveLength(100);
});

it('says nothing of who goes and is back at once', () => {
  notices.add('left', 'ana', 'Ana');
  vi.advanceTimersByTime(300);
  notices.add('joined', 'ana', 'Ana');
  vi.advanceTimersByTime(5_000);
  expect(told).toEqual([]);
});

it('says again what happens again later', () => {
  notices.add('joined', 'ana', 'Ana');
  vi.advanceTimersByTime(5_000);
  notices.add('left', 'ana', 'Ana');
  vi.advanceTimersByTime(5_000);
  expect(told).toEqual([[['joined', ['Ana']]], [['left', ['Ana']]]]);
});
