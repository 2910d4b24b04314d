import { expect } from '@playwright/test';

import type {
  CreatedInterview,
  InterviewCommand,
  InterviewPlan,
} from '../../web/src/rtc/protocol.gen.ts';
import type { Server } from './server.ts';
import { Client } from './signaling.ts';

export interface WiredInterview {
  id: string;
  interviewer: string;
  candidate: string;
  observer: string;
}

/** Makes an interview; the tokens of its three links. */
export async function createInterview(
  server: Server,
  plan?: InterviewPlan,
): Promise<WiredInterview> {
  const response = await fetch(`${server.origin}/api/v1/interviews`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(plan ? { plan } : {}),
  });
  expect(response.status).toBe(201);
  const { interview, links } = (await response.json()) as CreatedInterview;
  const token = (role: string) => links.find((link) => link.role === role)?.token ?? '';
  return {
    id: interview.id,
    interviewer: token('interviewer'),
    candidate: token('candidate'),
    observer: token('observer'),
  };
}

/** Another interviewer's token, made with the first one's. */
export async function inviteInterviewer(
  server: Server,
  { id, interviewer }: WiredInterview,
): Promise<string> {
  const response = await fetch(`${server.origin}/api/v1/interviews/${id}/links`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${interviewer}` },
    body: JSON.stringify({ role: 'interviewer' }),
  });
  expect(response.status).toBe(201);
  return ((await response.json()) as { token: string }).token;
}

/** Somebody in an interview, without a page. */
export class Attendee {
  readonly client: Client;

  private constructor(client: Client) {
    this.client = client;
  }

  static async join(server: Server, id: string, name: string, link: string): Promise<Attendee> {
    const client = await Client.connect(server.origin);
    await client.join(id, name, { link });
    return new Attendee(client);
  }

  do(command: InterviewCommand): Promise<unknown> {
    return this.client.ok('interview', command);
  }

  close(): void {
    this.client.close();
  }
}

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

/** A whole interview of two interviewers and a candidate; the second interviewer has submitted, the first has not. */
export async function holdInterview(
  server: Server,
  { ended }: { ended: boolean },
): Promise<WiredInterview & { second: string }> {
  const interview = await createInterview(server, PLAN);
  const second = await inviteInterviewer(server, interview);
  const { id } = interview;
  const ana = await Attendee.join(server, id, 'Ana', interview.interviewer);
  const ben = await Attendee.join(server, id, 'Ben', second);
  const cleo = await Attendee.join(server, id, 'Cleo', interview.candidate);
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
  return { ...interview, second };
}
