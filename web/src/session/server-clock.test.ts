import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { TimeSample } from '../lib/time-samples';
import { ServerClock } from './server-clock';

let offsets: number[];
let next: () => Promise<TimeSample>;
let asked: number;
let clock: ServerClock;

const sample = (offset: number, roundTrip: number): TimeSample => ({
  offset,
  roundTrip,
  at: Date.now(),
});

beforeEach(() => {
  vi.useFakeTimers();
  offsets = [];
  asked = 0;
  next = async () => sample(40, 20);
  clock = new ServerClock(
    () => {
      asked += 1;
      return next();
    },
    (offset) => offsets.push(offset),
  );
});

afterEach(() => {
  clock.close();
  vi.useRealTimers();
});

it('believes a quick look more than a slow join', async () => {
  clock.handleUp(sample(900, 1_800));
  expect(offsets).toEqual([900]);
  await vi.advanceTimersByTimeAsync(0);
  expect(offsets.at(-1)).toBe(40);
  next = async () => sample(500, 700);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(offsets.at(-1)).toBe(40);
});

it('looks again every minute, and when the page is looked at', async () => {
  clock.handleUp(sample(40, 20));
  await vi.advanceTimersByTimeAsync(10_000);
  const first = asked;
  await vi.advanceTimersByTimeAsync(120_000);
  expect(asked).toBe(first + 2);
  clock.handleVisible();
  expect(asked).toBe(first + 3);
});

it('forgets what it measured when the time of day is set', async () => {
  clock.handleUp(sample(40, 20));
  await vi.advanceTimersByTimeAsync(10_000);
  // This device's clock is set an hour ahead; the server's clock stays.
  vi.setSystemTime(Date.now() + 3_600_000);
  next = async () => sample(40 - 3_600_000, 300);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(offsets.at(-1)).toBe(40 - 3_600_000);
});

it('goes on with what it knows while the server does not answer', async () => {
  clock.handleUp(sample(40, 20));
  next = () => Promise.reject(new Error('away'));
  await vi.advanceTimersByTimeAsync(300_000);
  expect(offsets.every((offset) => offset === 40)).toBe(true);
});

it('asks no more once it is closed', async () => {
  clock.handleUp(sample(40, 20));
  clock.close();
  await vi.advanceTimersByTimeAsync(300_000);
  expect(asked).toBe(0);
});
