import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PictureGrowth } from './picture-growth';

let bandwidth: number | undefined;
const picture = { cameraBitrate: 1_200_000, limitCamera: vi.fn(), keepCameraSize: vi.fn() };

async function report(): Promise<RTCStatsReport> {
  const pair = { type: 'candidate-pair', selected: true, availableOutgoingBitrate: bandwidth };
  return new Map([['pair', pair]]) as unknown as RTCStatsReport;
}

beforeEach(() => {
  vi.useFakeTimers();
  picture.limitCamera.mockClear();
  picture.keepCameraSize.mockClear();
});

afterEach(() => {
  vi.useRealTimers();
});

const keeps = () => picture.keepCameraSize.mock.calls.map(([keep]) => keep);
const limits = () => picture.limitCamera.mock.calls.map(([lines]) => lines);

it('grows once the browser has found the bandwidth', async () => {
  const growth = new PictureGrowth(report, picture);
  bandwidth = 500_000;
  growth.startSmall();
  growth.allow();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(limits()).toEqual([360]);
  bandwidth = 1_000_000;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(limits()).toEqual([360, Number.POSITIVE_INFINITY]);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(keeps(), 'its first frames are expensive').toEqual([true]);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(keeps()).toEqual([true, false]);
  expect(limits()).toHaveLength(2);
});

it('waits for so long and no longer', async () => {
  const growth = new PictureGrowth(report, picture);
  bandwidth = 200_000;
  growth.startSmall();
  growth.allow();
  await vi.advanceTimersByTimeAsync(7_500);
  expect(limits()).toEqual([360]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(limits()).toEqual([360, Number.POSITIVE_INFINITY]);
  expect(keeps()).toEqual([true, false]);
});

it('does not wait for a browser that does not tell', async () => {
  const growth = new PictureGrowth(report, picture);
  bandwidth = undefined;
  growth.startSmall();
  growth.allow();
  await vi.advanceTimersByTimeAsync(500);
  expect(limits()).toEqual([360, Number.POSITIVE_INFINITY]);
});

it('does nothing after it is closed, also in the middle of a look', async () => {
  let answer: (stats: RTCStatsReport) => void = () => {};
  const slow = () => new Promise<RTCStatsReport>((resolve) => (answer = resolve));
  const growth = new PictureGrowth(slow, picture);
  growth.allow();
  await vi.advanceTimersByTimeAsync(500);
  growth.close();
  answer(await report());
  growth.allow();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(limits()).toEqual([]);
});
