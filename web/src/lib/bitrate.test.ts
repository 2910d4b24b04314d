import { expect, it } from 'vitest';

import { cameraEncoding, screenEncoding } from './bitrate';

it('gives a call of two the whole picture', () => {
  expect(cameraEncoding(1, 720)).toEqual({
    maxBitrate: 1_200_000,
    maxFramerate: 30,
    scaleResolutionDownBy: 1,
  });
});

it('gives each of a mesh of six about 300 kbit/s and a smaller picture', () => {
  expect(cameraEncoding(5, 720)).toMatchObject({ maxBitrate: 300_000, scaleResolutionDownBy: 2 });
});

it('never sends more in all as participants come, down to the least that can be looked at', () => {
  let before = Number.POSITIVE_INFINITY;
  for (let others = 1; others <= 15; others += 1) {
    const { maxBitrate } = cameraEncoding(others, 720);
    expect(maxBitrate).toBeLessThanOrEqual(before);
    expect(maxBitrate).toBeGreaterThanOrEqual(100_000);
    before = maxBitrate;
  }
});

it('never enlarges what is captured', () => {
  expect(cameraEncoding(1, 360).scaleResolutionDownBy).toBe(1);
  expect(cameraEncoding(0, 0).scaleResolutionDownBy).toBe(1);
});

it('keeps a shared screen readable', () => {
  expect(screenEncoding(1).maxBitrate).toBe(2_500_000);
  expect(screenEncoding(15).maxBitrate).toBe(400_000);
});
