import type { InterviewPlan } from '../../web/src/protocol/protocol.gen.ts';
import { Interview, type Link } from './interviews.ts';
import type { Server } from './server.ts';

export const PLAN: InterviewPlan = {
  title: 'Backend engineer',
  sections: [
    { id: 1, title: 'Warm-up', minutes: 10 },
    { id: 2, title: 'Databases', minutes: 30 },
  ],
  questions: [
    {
      text: 'What is an index, and what does it cost?',
      category: 'Databases',
      difficulty: 'medium',
      minutes: 5,
      points: ['b-tree', 'slower writes', 'locks'],
      notes: 'Ask for an example from their work.',
    },
    { text: 'Tell me about a bug you are proud of.', difficulty: 'easy', points: [] },
  ],
  criteria: [
    { id: 1, title: 'Knowledge', rubric: '1: none. 5: teaches others.' },
    { id: 2, title: 'Communication' },
  ],
};

/** Holds an interview with two interviewers and a candidate; only the second one submits. */
export async function holdInterview(
  server: Server,
  { ended }: { ended: boolean },
): Promise<{ interview: Interview; second: Link }> {
  const interview = await Interview.make(server, PLAN);
  const second = await interview.link('interviewer');
  const ana = await interview.come(interview.interviewer, 'Ana');
  const ben = await interview.come(second, 'Ben');
  const cleo = await interview.come(interview.candidate, 'Cleo');
  await ana.do({ kind: 'start' });
  await ana.do({ kind: 'enter_section', section: 2 });
  await ana.do({ kind: 'ask_planned', index: 0 });
  const text = 'A B-tree that makes reads fast.\nWrites get slower. It needs no locks at all.';
  await cleo.do({ kind: 'save_answer', question: 1, text, submit: true });
  await ana.do({ kind: 'evaluate', question: 1 });
  await ana.do({ kind: 'score_answer', question: 1, points: 8 });
  await ben.do({ kind: 'score_answer', question: 1, points: 6 });
  await ana.do({ kind: 'write_note', question: 1, text: 'Knew the costs at once.' });
  await ben.do({
    kind: 'ask',
    question: { text: 'Why did you leave <b>Initech</b>?', points: [] },
  });
  await ana.do({ kind: 'score_answer', question: 2, points: 4 });
  await ana.do({ kind: 'write_note', text: 'Arrived early.' });
  await ana.do({
    kind: 'save_scorecard',
    ratings: [{ criterion: 1, stars: 4, comment: 'Solid.' }],
    private_notes: 'Reminds me of myself.',
    recommendation: 'yes',
    submit: false,
  });
  await ben.do({
    kind: 'save_scorecard',
    ratings: [{ criterion: 2, stars: 5 }],
    private_notes: 'Secret of Ben.',
    recommendation: 'strong_yes',
    submit: true,
  });
  if (ended) await ana.do({ kind: 'end' });
  for (const one of [ana, ben, cleo]) one.close();
  return { interview, second };
}
