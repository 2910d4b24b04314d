import fc from 'fast-check';
import { expect, it } from 'vitest';

import { RecordingTimeline } from './recording-timeline';

const RATE = 48_000;
const BLOCK = 1_920;

it('puts one block of sound right after the other, whatever the wall says', () => {
  const timeline = new RecordingTimeline(RATE, 0);
  const times = [0, 40, 41, 200, 201].map((now) => timeline.handleSound(BLOCK, now));
  expect(times).toEqual([0, 0.04, 0.08, 0.12, 0.16]);
  expect(timeline.seconds).toBeCloseTo(0.2);
});

it('leaves out a pause without a hole', () => {
  const timeline = new RecordingTimeline(RATE, 0);
  expect(timeline.handleSound(RATE, 1_000)).toBe(0);
  timeline.pause();
  expect(timeline.handleSound(RATE, 2_000)).toBeNull();
  expect(timeline.takeSilence(60_000)).toBeNull();
  timeline.resume(60_000);
  expect(timeline.takeSilence(60_500)).toBeNull();
  expect(timeline.handleSound(RATE, 61_000)).toBe(1);
  expect(timeline.seconds).toBe(2);
});

it('goes on in silence when no sound comes, picture by picture, until it comes again', () => {
  const timeline = new RecordingTimeline(RATE, 0);
  timeline.handleSound(BLOCK, 40);
  expect(timeline.takeSilence(1_000)).toBeNull();
  expect(timeline.silent).toBe(false);
  expect(timeline.takeSilence(1_540)).toEqual({ at: 0.04, frames: 1.5 * RATE });
  expect(timeline.silent).toBe(true);
  expect(timeline.takeSilence(1_580)).toEqual({ at: 1.54, frames: BLOCK });
  expect(timeline.handleSound(BLOCK, 1_600)).toBeCloseTo(1.58);
  expect(timeline.silent).toBe(false);
  expect(timeline.takeSilence(1_700)).toBeNull();
});

it('does not record the hours that a closed lid lasts', () => {
  const timeline = new RecordingTimeline(RATE, 0);
  timeline.handleSound(BLOCK, 40);
  expect(timeline.takeSilence(3_600_000)).toBeNull();
  expect(timeline.takeSilence(3_600_040)).toEqual({ at: 0.04, frames: BLOCK });
});

it('has a place for everything that was not paused, in order and without gaps', () => {
  const step = fc.oneof(
    fc.record({ frames: fc.integer({ min: 1, max: 10_000 }) }),
    fc.record({ paused: fc.boolean() }),
  );
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const timeline = new RecordingTimeline(RATE, 0);
      let frames = 0;
      for (const [now, one] of steps.entries()) {
        if ('paused' in one) {
          if (one.paused) timeline.pause();
          else timeline.resume(now);
          continue;
        }
        const expected = timeline.paused ? null : frames / RATE;
        expect(timeline.handleSound(one.frames, now)).toBe(expected);
        if (expected !== null) frames += one.frames;
      }
      expect(timeline.seconds).toBe(frames / RATE);
    }),
  );
});
