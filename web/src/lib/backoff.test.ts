import { expect, it } from 'vitest';

import { backoffDelay } from './backoff';

const backoff = { base: 1000, cap: 8000, jitter: 0.5 };

it('doubles up to the cap', () => {
  expect([0, 1, 2, 3, 4, 5000].map((n) => backoffDelay(backoff, n, 0))).toEqual([
    1000, 2000, 4000, 8000, 8000, 8000,
  ]);
});

it('is spread by chance, and never longer than without', () => {
  expect(backoffDelay(backoff, 1, 0.5)).toBe(1500);
  expect(backoffDelay(backoff, 1, 0.999)).toBeGreaterThanOrEqual(1000);
});
