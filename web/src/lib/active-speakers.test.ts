import { expect, it } from 'vitest';

import { nextSpeaking, type Speaking } from './active-speakers';

function speaking(before: Speaking, level: number, now: number): Speaking {
  return nextSpeaking(before, [['ana', level]], now);
}

it('background noise is not speaking', () => {
  expect(speaking(new Map(), 0.02, 0).size).toBe(0);
});

it('a clear voice is, and goes on at a lower level', () => {
  const started = speaking(new Map(), 0.1, 0);
  expect([...started.keys()]).toEqual(['ana']);
  expect(speaking(started, 0.015, 5_000).has('ana')).toBe(true);
});

it('a pause between words does not end it, a longer one does', () => {
  const started = speaking(new Map(), 0.1, 0);
  const pause = speaking(started, 0, 500);
  expect(pause.has('ana')).toBe(true);
  expect(speaking(pause, 0, 900).has('ana')).toBe(false);
});

it('who is gone does not speak', () => {
  expect(nextSpeaking(new Map([['ana', 0]]), [], 10).size).toBe(0);
});
