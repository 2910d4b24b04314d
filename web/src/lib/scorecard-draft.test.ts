import { expect, it } from 'vitest';

import { cardOf, missingIn, withRating } from './scorecard-draft';

const criteria = [
  { id: 1, title: 'Code' },
  { id: 2, title: 'Talk' },
];

it('begins empty, and goes on with what there is', () => {
  expect(cardOf(null, criteria)).toEqual({ ratings: [], private_notes: '' });
  const card = {
    ratings: [{ criterion: 2, stars: 4, comment: 'clear' }],
    private_notes: 'mine',
    recommendation: 'yes' as const,
  };
  expect(cardOf(card, criteria)).toEqual(card);
});

it('forgets ratings of criteria that are gone, since the server would refuse them', () => {
  const card = { ratings: [{ criterion: 9, stars: 4 }], private_notes: '' };
  expect(cardOf(card, criteria).ratings).toEqual([]);
});

it('has one rating for each criterion', () => {
  const draft = cardOf(null, criteria);
  const rated = withRating(withRating(draft, { criterion: 1, stars: 2 }), {
    criterion: 1,
    stars: 5,
  });
  expect(rated.ratings).toEqual([{ criterion: 1, stars: 5 }]);
});

it('knows what is missing', () => {
  const draft = withRating(cardOf(null, criteria), { criterion: 1, stars: 2 });
  expect(missingIn(draft, criteria)).toEqual({
    criteria: [criteria[1]],
    recommendation: true,
  });
  const full = withRating({ ...draft, recommendation: 'no' }, { criterion: 2, stars: 1 });
  expect(missingIn(full, criteria)).toEqual({ criteria: [], recommendation: false });
});
