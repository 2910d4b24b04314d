import fc from 'fast-check';
import { expect, it } from 'vitest';

import { rowWindow } from './row-window';

const ofHeight = (height: number, count: number) => Array.from({ length: count }, () => height);

it('mounts the rows in sight and those just beyond', () => {
  const input = { heights: ofHeight(10, 100), top: 200, height: 50, margin: 20, kept: [] };
  expect(rowWindow(input)).toEqual({
    rows: [18, 19, 20, 21, 22, 23, 24, 25, 26],
    gaps: [180, 0, 0, 0, 0, 0, 0, 0, 0],
    after: 730,
  });
});

it('keeps a row that is out of sight in its place', () => {
  const input = { heights: ofHeight(10, 10), top: 0, height: 20, margin: 0, kept: [5] };
  expect(rowWindow(input)).toEqual({ rows: [0, 1, 5], gaps: [0, 0, 30], after: 40 });
});

it('takes as much room as all rows, wherever one looks, and shows all that is in sight', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 200 }),
      fc.record({
        top: fc.integer({ min: 0, max: 5_000 }),
        height: fc.integer({ min: 0, max: 800 }),
        margin: fc.integer({ min: 0, max: 500 }),
        kept: fc.array(fc.integer({ min: 0, max: 199 }), { maxLength: 3 }),
      }),
      (heights, input) => {
        const { rows, gaps, after } = rowWindow({ heights, ...input });
        const sum = (all: readonly number[]) => all.reduce((total, one) => total + one, 0);
        const mounted = sum(rows.map((index) => heights[index] ?? 0));
        expect(mounted + sum(gaps) + after).toBe(sum(heights));
        const { top, height } = input;
        let start = 0;
        for (const [index, own] of heights.entries()) {
          if (start + own > top && start < top + height) expect(rows).toContain(index);
          start += own;
        }
      },
    ),
  );
});
