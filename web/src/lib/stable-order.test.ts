import { expect, it } from 'vitest';

import { stableOrder } from './stable-order';

it('keeps the order in which they came', () => {
  expect(stableOrder(['b', 'a'], ['a', 'b'])).toEqual(['b', 'a']);
  expect(stableOrder(['b', 'a'], ['a', 'b', 'c'])).toEqual(['b', 'a', 'c']);
  expect(stableOrder(['b', 'a'], ['c', 'a'])).toEqual(['a', 'c']);
});
