import { expect, it } from 'vitest';

import type {
  AskedQuestion,
  InterviewChange,
  InterviewClock,
  InterviewView,
  PublicQuestion,
  Scorecard,
} from '../protocol/protocol.gen';
import { answerTo, questionsOf, sectionsOf, titleOf, withInterviewChange } from './interview-view';

const clock: InterviewClock = { state: 'waiting', elapsed_before_ms: 0, section_entered_ms: 0 };
const candidate: InterviewView = {
  role: 'candidate',
  title: 'Backend',
  sections: [],
  clock,
  questions: [],
  answers: [],
};
const interviewer: InterviewView = {
  role: 'interviewer',
  link: 'own',
  plan: { title: 'Backend', sections: [], questions: [], criteria: [] },
  clock,
  questions: [],
  answers: [],
  notes: [],
  scores: [],
  evaluations: [],
  scorecards: [],
};
const question = (id: number): PublicQuestion => ({
  id,
  text: `q${id}`,
  asked_by: 'Ana',
  asked_at: id,
});
const asked = (id: number): AskedQuestion => ({
  id,
  spec: { text: `q${id}`, minutes: 5, points: ['an index'], notes: 'secret' },
  asked_by: 'Ana',
  asked_at: id,
  asked_at_ms: id,
});
const card = (by: string, submitted?: number): Scorecard => ({
  by,
  by_name: by,
  ratings: [],
  private_notes: '',
  saved_at: 1,
  ...(submitted !== undefined && { submitted_at: submitted }),
});
const after = (view: InterviewView, ...changes: InterviewChange[]) =>
  changes.reduce(withInterviewChange, view);

it('takes the clock, whoever looks', () => {
  const value: InterviewClock = { ...clock, state: 'running', running_since: 5, started_at: 5 };
  for (const view of [candidate, interviewer, { ...candidate, role: 'observer' as const }]) {
    expect(after(view, { kind: 'clock', value }).clock).toBe(value);
  }
});

it('takes title and sections', () => {
  const sections = [{ id: 1, title: 'Code', minutes: 5 }];
  const outlined = after(candidate, { kind: 'outline', value: { title: 'New', sections } });
  expect([titleOf(outlined), sectionsOf(outlined)]).toEqual(['New', sections]);
  const plan = { title: 'New', sections, questions: [], criteria: [] };
  const planned = after(interviewer, { kind: 'plan', value: plan });
  expect([titleOf(planned), sectionsOf(planned)]).toEqual(['New', sections]);
});

it('takes questions in their order, each once', () => {
  const seen = after(
    candidate,
    { kind: 'question', value: question(2) },
    { kind: 'question', value: question(1) },
    { kind: 'question', value: question(2) },
  );
  expect(questionsOf(seen).map(({ id }) => id)).toEqual([1, 2]);
  const known = after(interviewer, { kind: 'asked_question', value: asked(1) });
  // The public part of a question has no expected answer.
  expect(questionsOf(known)).toEqual([{ ...question(1), minutes: 5 }]);
});

it('takes an answer in place of the one before', () => {
  const answer = { question: 1, text: 'an ind', saved_at: 1 };
  const submitted = { ...answer, text: 'an index', saved_at: 2, submitted_at: 2 };
  for (const view of [candidate, interviewer]) {
    const seen = after(
      view,
      { kind: 'answer', value: answer },
      { kind: 'answer', value: submitted },
    );
    expect(seen.answers).toEqual([submitted]);
    expect(answerTo(seen, 1)).toBe(submitted);
    expect(answerTo(seen, 2)).toBeUndefined();
  }
});

it('takes notes, changed and new', () => {
  const note = { id: 1, by: 'own', by_name: 'Ana', text: 'good', written_at: 1, written_at_ms: 1 };
  const seen = after(
    interviewer,
    { kind: 'note', value: { ...note, id: 2 } },
    { kind: 'note', value: note },
    { kind: 'note', value: { ...note, text: 'very good' } },
  );
  expect(seen.role === 'interviewer' && seen.notes.map(({ id, text }) => [id, text])).toEqual([
    [1, 'very good'],
    [2, 'good'],
  ]);
});

it('takes a score by question and by whom', () => {
  const score = { question: 1, by: 'own', by_name: 'Ana', points: 4 };
  const seen = after(
    interviewer,
    { kind: 'score', value: score },
    { kind: 'score', value: { ...score, by: 'other', points: 9 } },
    { kind: 'score', value: { ...score, question: 2, points: 7 } },
    { kind: 'score', value: { ...score, points: 6 } },
  );
  expect(seen.role === 'interviewer' && seen.scores.map(({ points }) => points)).toEqual([6, 9, 7]);
});

it('takes an evaluation as it grows', () => {
  const value = {
    question: 1,
    requested_by: 'Ana',
    requested_at: 1,
    matching: { points: [], score: 0 },
  };
  const failed = { ...value, assessment: { state: 'failed', reason: 'busy' } as const };
  const seen = after(
    interviewer,
    { kind: 'evaluation', value },
    { kind: 'evaluation', value: failed },
  );
  expect(seen.role === 'interviewer' && seen.evaluations).toEqual([failed]);
});

it('takes scorecards by whose they are', () => {
  const seen = after(
    interviewer,
    { kind: 'scorecard', value: card('own') },
    { kind: 'scorecard', value: card('other', 5) },
    { kind: 'scorecard', value: card('own', 6) },
  );
  expect(seen.role === 'interviewer' && seen.scorecards).toEqual([
    card('own', 6),
    card('other', 5),
  ]);
});

it('keeps nothing that is not for the role', () => {
  const note = { id: 1, by: 'x', by_name: 'x', text: 'x', written_at: 1, written_at_ms: 1 };
  for (const change of [
    { kind: 'note', value: note },
    { kind: 'asked_question', value: asked(1) },
    { kind: 'scorecard', value: card('x') },
    { kind: 'plan', value: interviewer.plan },
  ] satisfies InterviewChange[]) {
    expect(after(candidate, change)).toBe(candidate);
  }
  expect(after(interviewer, { kind: 'question', value: question(1) })).toBe(interviewer);
});
