import { expect, it } from 'vitest';

import { bestOffset, hasJumped, type TimeSample, withSample } from './time-samples';

const sample = (offset: number, roundTrip: number, at = 0): TimeSample => ({
  offset,
  roundTrip,
  at,
});

it('believes the sample that was answered the fastest', () => {
  expect(bestOffset([])).toBeNull();
  expect(bestOffset([sample(300, 900), sample(20, 30), sample(80, 200)])).toBe(20);
});

it('believes the newer of two that are as good', () => {
  expect(bestOffset([sample(5, 30), sample(7, 30, 1)])).toBe(7);
});

it('lets old samples go, and those from a time that has not been yet', () => {
  const kept = [sample(1, 10, 0), sample(2, 10, 500_000), sample(3, 10, 9_000_000)];
  expect(withSample(kept, sample(4, 50, 700_000)).map(({ offset }) => offset)).toEqual([2, 4]);
});

it('keeps no more than it needs', () => {
  let kept: TimeSample[] = [];
  for (let at = 0; at < 50; at += 1) kept = withSample(kept, sample(at, 10, at));
  expect(kept.length).toBe(16);
  expect(kept.at(-1)?.offset).toBe(49);
});

it('notices that the time of day was set, or that the machine slept', () => {
  const before = { wall: 1_000, steady: 50 };
  expect(hasJumped(before, { wall: 61_000, steady: 60_050 })).toBe(false);
  expect(hasJumped(before, { wall: 3_661_000, steady: 60_050 })).toBe(true);
  expect(hasJumped(before, { wall: -3_000, steady: 60_050 })).toBe(true);
});
