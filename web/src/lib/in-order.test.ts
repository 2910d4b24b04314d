import { expect, it } from 'vitest';

import { inOrder } from './in-order';

it('keeps the order in which they came', () => {
  expect(inOrder(['b', 'a'], ['a', 'b'])).toEqual(['b', 'a']);
  expect(inOrder(['b', 'a'], ['a', 'b', 'c'])).toEqual(['b', 'a', 'c']);
  expect(inOrder(['b', 'a'], ['c', 'a'])).toEqual(['a', 'c']);
});
