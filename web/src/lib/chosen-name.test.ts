import { expect, it } from 'vitest';

import { chosenNameProblem } from './chosen-name';

it.each(['team-standup', 'design-team', 'q3-2026', 'abc', 'x'.repeat(40)])(
  '%s is a name',
  (name) => {
    expect(chosenNameProblem(name)).toBeNull();
  },
);

it.each(['', 'ab', 'x'.repeat(41), 'Team', 'team standup', 'a--b', '-team', 'team-', 'teäm'])(
  '%j is malformed',
  (name) => expect(chosenNameProblem(name)).toBe('nameInvalid'),
);

it.each(['abc-defg-hij', 'abcdefghij', 'abc-d3fg-hij'])('%s looks like a code', (name) => {
  expect(chosenNameProblem(name)).toBe('nameLikeCode');
});
