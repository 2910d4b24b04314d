import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { View } from '../rtc/source';
import { ViewSizes } from './view-sizes';

let told: View[];
let sizes: ViewSizes;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  sizes = new ViewSizes((participant, view) => {
    expect(participant).toBe('ben');
    told.push(view);
  });
});

afterEach(() => {
  vi.useRealTimers();
});

const show = (viewer: string, height: number | null, source: keyof View = 'camera'): void =>
  sizes.set('ben', source, viewer, height);
const cameras = (): number[] => told.map(({ camera }) => camera);

it('tells a larger size at once, rounded up', () => {
  show('tile', 61);
  show('tile', 85);
  show('tile', 300);
  expect(cameras()).toEqual([90, 300]);
  expect(sizes.view('ben')).toEqual({ camera: 300, screen_share: 0 });
});

it('tells a smaller one after a while, and once', () => {
  show('tile', 720);
  for (const height of [600, 500, 200]) show('tile', height);
  expect(cameras()).toEqual([720]);
  vi.advanceTimersByTime(2_000);
  expect(cameras()).toEqual([720, 210]);
  expect(vi.getTimerCount()).toBe(0);
});

it('tells nothing of a moment in which one looked away', () => {
  show('tile', 360);
  show('tile', 0);
  vi.advanceTimersByTime(1_000);
  show('tile', 360);
  vi.advanceTimersByTime(10_000);
  expect(cameras()).toEqual([360]);
});

it('goes by whoever shows it largest, and by the others when that one is gone', () => {
  show('tile', 90);
  show('recording', 480);
  show('tile', 0);
  vi.advanceTimersByTime(2_000);
  expect(cameras()).toEqual([90, 480]);
  show('recording', null);
  show('tile', 180);
  vi.advanceTimersByTime(2_000);
  expect(cameras()).toEqual([90, 480, 180]);
  show('tile', null);
  vi.advanceTimersByTime(2_000);
  expect(cameras()).toEqual([90, 480, 180, 0]);
  expect(sizes.view('ben')).toEqual({ camera: 0, screen_share: 0 });
});

it('keeps camera and screen apart', () => {
  show('tile', 300);
  show('tile', 900, 'screen_share');
  show('tile', 90);
  vi.advanceTimersByTime(2_000);
  expect(told).toEqual([
    { camera: 300, screen_share: 0 },
    { camera: 300, screen_share: 900 },
    { camera: 90, screen_share: 900 },
  ]);
});

it('asks for no more than a screen has', () => {
  show('tile', 100_000);
  expect(cameras()).toEqual([2_160]);
});
