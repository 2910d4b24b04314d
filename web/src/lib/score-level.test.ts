import { expect, it } from 'vitest';

import { scoreLevel } from './score-level';

it('gives every score from 0 to 10 one of five levels', () => {
  const levels = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(scoreLevel);
  expect(levels).toEqual([0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
});
