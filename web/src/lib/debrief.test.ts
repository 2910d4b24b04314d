import { expect, it } from 'vitest';

import type { InterviewReport, Recommendation, Scorecard } from '../protocol/protocol.gen';
import { compare, readiness } from './debrief';

function card(by: string, stars: number[], recommendation?: Recommendation): Scorecard {
  return {
    by,
    by_name: by.toUpperCase(),
    // 0 stands for a criterion without a rating.
    ratings: stars.flatMap((value, at) => (value ? [{ criterion: at + 1, stars: value }] : [])),
    private_notes: '',
    saved_at: 1,
    submitted_at: 2,
    ...(recommendation && { recommendation }),
  };
}

function report(...scorecards: Scorecard[]): InterviewReport {
  return {
    id: 'abc-defg-hij',
    title: 'T',
    details: {},
    state: 'ended',
    elapsed_ms: 0,
    people: [],
    sections: [],
    questions: [],
    notes: [],
    criteria: ['a', 'b', 'c', 'd'].map((title, at) => ({ id: at + 1, title })),
    scorecards,
    withheld_scorecards: 0,
    awaited: [],
    timeline: [],
    made_at: 0,
  };
}

it('puts the greatest difference first and marks it', () => {
  const { criteria, interviewers } = compare(
    report(card('x', [3, 1, 5, 4]), card('y', [4, 5, 1, 4]), card('z', [3, 2, 4, 0])),
  );
  expect(interviewers.map(({ name }) => name)).toEqual(['X', 'Y', 'Z']);
  expect(
    criteria.map(({ title, difference, differsMost }) => [title, difference, differsMost]),
  ).toEqual([
    ['b', 4, true],
    ['c', 4, true],
    ['a', 1, false],
    ['d', 0, false],
  ]);
  expect(criteria[3]?.ratings.map((rating) => rating?.stars ?? null)).toEqual([4, 4, null]);
});

it('marks nothing where all agree, or where only one has rated', () => {
  const agreed = compare(report(card('x', [3, 3]), card('y', [3, 0])));
  expect(agreed.criteria.every(({ differsMost }) => !differsMost)).toBe(true);
  expect(agreed.criteria.map(({ difference }) => difference)).toEqual([0, null, null, null]);
  const alone = compare(report(card('x', [1, 5], 'no')));
  expect(alone.criteria.every(({ difference }) => difference === null)).toBe(true);
  expect(alone.recommendationDifference).toBeNull();
});

it('compares recommendations by their steps', () => {
  const { recommendations, recommendationDifference } = compare(
    report(card('x', [], 'strong_no'), card('y', []), card('z', [], 'yes')),
  );
  expect(recommendations).toEqual(['strong_no', null, 'yes']);
  expect(recommendationDifference).toBe(2);
});

it('leaves out a draft, and waits for whoever has not submitted', () => {
  const draft = card('x', [5]);
  delete draft.submitted_at;
  const other = card('y', [1]);
  expect(compare(report(draft, other)).interviewers).toHaveLength(1);
  expect(readiness(report(draft), 'x')).toBe('own_missing');
  expect(readiness(report(), 'x')).toBe('own_missing');
  expect(readiness(report(other), 'y')).toBe('ready');
  expect(readiness({ ...report(other), awaited: ['Ana'] }, 'y')).toBe('others_missing');
  expect(readiness({ ...report(other), withheld_scorecards: 1 }, 'y')).toBe('others_missing');
});
