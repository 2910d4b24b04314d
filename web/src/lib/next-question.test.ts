import { expect, it } from 'vitest';

import type { AskedQuestion, InterviewPlan } from '../protocol/protocol.gen';
import { nextQuestion, unasked } from './next-question';

const spec = (text: string) => ({ text, points: [] });
const plan: InterviewPlan = {
  title: 'T',
  sections: [],
  criteria: [],
  questions: ['a', 'b', 'c', 'd'].map(spec),
};
const asked = (...texts: string[]): AskedQuestion[] =>
  texts.map((text, at) => ({
    id: at + 1,
    spec: spec(text),
    // Improvised questions have no place in the plan.
    ...(!text.startsWith('!') && { planned: plan.questions.findIndex((one) => one.text === text) }),
    asked_by: 'Ana',
    asked_at: 0,
    asked_at_ms: 0,
  }));
const next = (...texts: string[]) => nextQuestion(plan, asked(...texts))?.spec.text;

it('follows the plan from the last planned question, then returns to what was left out', () => {
  expect(next()).toBe('a');
  expect(next('a')).toBe('b');
  expect(next('c')).toBe('d');
  expect(next('c', '!why')).toBe('d');
  expect(next('c', 'd')).toBe('a');
  expect(next('c', 'd', 'a')).toBe('b');
  expect(next('a', 'b', 'c', 'd')).toBeUndefined();
});

it('knows a question by its text, wherever the plan has it now', () => {
  const moved = { ...plan, questions: ['d', 'a', 'b'].map(spec) };
  expect(nextQuestion(moved, asked('a'))).toEqual({ spec: spec('b'), index: 2 });
  expect(unasked(moved, asked('a', 'd')).map(({ index }) => index)).toEqual([2]);
  // An improvised question with the same words is not the planned one.
  const improvised = asked('a').map(({ planned: _, ...rest }) => rest);
  expect(unasked(plan, improvised)).toHaveLength(4);
});
