import { expect, it } from 'vitest';

import { formatDuration } from './duration';

it.each([
  [0, '0:00'],
  [999, '0:00'],
  [7_000, '0:07'],
  [247_000, '4:07'],
  [3_599_999, '59:59'],
  [3_600_000, '1:00:00'],
  [3_847_000, '1:04:07'],
  [90_000_000, '25:00:00'],
  [-5_000, '0:00'],
  [Number.NaN, '0:00'],
])('%d ms read %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});
