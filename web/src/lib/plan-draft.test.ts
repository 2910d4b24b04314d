import { expect, it } from 'vitest';

import type { InterviewPlan, QuestionSpec } from '../protocol/protocol.gen';
import {
  countFaults,
  draftOfPlan,
  draftOfQuestion,
  faultsOfPlan,
  faultsOfQuestion,
  freeId,
  planOf,
  questionOf,
} from './plan-draft';

const question: QuestionSpec = {
  text: 'What is an index?',
  category: 'Databases',
  difficulty: 'hard',
  minutes: 5,
  points: ['b-tree', 'clustered index'],
  notes: 'Ask for costs.',
};
const plan: InterviewPlan = {
  title: 'Backend',
  sections: [
    { id: 7, title: 'Warm-up', minutes: 10 },
    { id: 2, title: 'Code', minutes: 40 },
  ],
  questions: [question, { text: 'Why?', points: [] }],
  criteria: [{ id: 1, title: 'Depth', rubric: '1: none' }],
};

it('a plan comes back as it was, when nothing is changed', () => {
  const draft = draftOfPlan(plan);
  expect(countFaults(faultsOfPlan(draft))).toBe(0);
  expect(planOf(draft)).toEqual(plan);
});

it('gives no id twice, also when the one that had it is gone', () => {
  const draft = draftOfPlan(plan);
  expect(draft.lastSectionId).toBe(7);
  expect(freeId(7, [])).toBe(8);
  expect(freeId(65_535, [{ id: 1 }, { id: 2 }, { id: 65_535 }])).toBe(3);
});

it('takes away what is around a text, and leaves out what is empty', () => {
  const draft = {
    ...draftOfQuestion(),
    text: '  Why? \n',
    category: ' ',
    points: '\n  a  b \n\n c ',
  };
  expect(questionOf(draft)).toEqual({ text: 'Why?', points: ['a b', 'c'] });
});

it('counts characters as the server does', () => {
  const of = (text: string) => faultsOfQuestion({ ...draftOfQuestion(), text }).text;
  expect(of(' \n ')).toEqual({ kind: 'empty' });
  expect(of('\u0007')).toEqual({ kind: 'empty' });
  expect(of('🙂'.repeat(4000))).toBeUndefined();
  expect(of(`  ${'x'.repeat(4000)}\n`)).toBeUndefined();
  expect(of('🙂'.repeat(4001))).toEqual({ kind: 'too_long', count: 4001, max: 4000 });
});

it.each(['0', '1441', '1.5', '-3', 'ten', '0x10', '1e2'])(
  '%s is no number of minutes',
  (minutes) => {
    expect(faultsOfQuestion({ ...draftOfQuestion(question), minutes })).toEqual({
      minutes: { kind: 'minutes' },
    });
  },
);

it.each(['1', ' 1440 ', '007'])('%s is a number of minutes', (minutes) => {
  const draft = { ...draftOfQuestion(question), minutes };
  expect(faultsOfQuestion(draft)).toEqual({});
  expect(questionOf(draft).minutes).toBe(Number(minutes));
});

it('a question need not have minutes, a section must', () => {
  const draft = draftOfPlan(plan);
  const empty = draft.sections.map((section) => ({ ...section, minutes: '' }));
  const faults = faultsOfPlan({ ...draft, title: ' ', sections: empty });
  expect(faults.title).toEqual({ kind: 'empty' });
  expect([...faults.sections.values()]).toEqual([
    { minutes: { kind: 'empty' } },
    { minutes: { kind: 'empty' } },
  ]);
  expect(countFaults(faults)).toBe(3);
  expect(faultsOfQuestion({ ...draftOfQuestion(question), minutes: '' })).toEqual({});
});

it('says which point is too long, and when there are too many', () => {
  const of = (points: string) => faultsOfQuestion({ ...draftOfQuestion(question), points }).points;
  expect(of(`a\n\n${'x'.repeat(201)}`)).toEqual({ kind: 'point_too_long', point: 2, max: 200 });
  expect(of('a\n'.repeat(30))).toBeUndefined();
  expect(of('a\n'.repeat(31))).toEqual({ kind: 'too_many_points', count: 31, max: 30 });
});
