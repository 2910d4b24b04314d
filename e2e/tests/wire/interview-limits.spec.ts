import type { InterviewPlan } from '../../../web/src/protocol/protocol.gen.ts';
import { Interview } from '../../support/interviews.ts';
import { expect, test } from '../../support/meeting.ts';
import { Server, useServer } from '../../support/server.ts';
import { Client, type Transport } from '../../support/signaling.ts';

const server = useServer({ args: ['--meetings-per-minute', '1000'] });

/** Plan of about `bytes` bytes. */
function planOf(bytes: number): InterviewPlan {
  const question = { text: 'x'.repeat(3_900), notes: 'y'.repeat(6_000), points: ['z'] };
  const questions = Array.from({ length: Math.round(bytes / 10_000) }, () => question);
  return { title: 'Large', sections: [], questions, criteria: [] };
}

for (const transport of ['websocket', 'polling'] satisfies Transport[]) {
  test(`a plan of 400 kB is taken whole, and a larger one refused (${transport})`, async () => {
    const interview = await Interview.make(server());
    const ana = await interview.come(interview.interviewer, 'Ana', { transport });
    const cem = await interview.come(interview.candidate, 'Cem', { transport });
    const plan = planOf(400_000);
    expect(JSON.stringify(plan).length).toBeGreaterThan(395_000);
    await ana.do({ kind: 'set_plan', plan });
    await expect.poll(() => ana.changes('plan').length).toBe(1);
    await expect.poll(() => cem.changes('outline')).toEqual([{ title: 'Large', sections: [] }]);

    expect(await ana.refused({ kind: 'set_plan', plan: planOf(600_000) })).toBe('too_large');
    // Only plans may be that large.
    const message = { client_id: 'c1', text: 'x'.repeat(70_000) };
    expect((await ana.client.error('send_chat', message)).code).toBe('too_large');

    // The connection lives, and the room holds only accepted changes.
    const { token } = ana.joined;
    const back = await interview.come(interview.interviewer, 'Ana', { transport, token });
    expect(back.whole.plan).toEqual(plan);
    for (const somebody of [ana, back, cem]) somebody.close();
  });
}

test('what is wrong with a payload is said with its field, and the connection lives', async () => {
  const interview = await Interview.make(server());
  const ana = await interview.come(interview.interviewer, 'Ana');
  const cem = await interview.come(interview.candidate, 'Cem');
  await ana.do({ kind: 'start' });
  await ana.do({ kind: 'ask', question: { text: 'Why?', points: [] } });
  const before = ana.client.events.length;
  const long = 'x'.repeat(10_001);
  const plan = { title: 'T', sections: [], questions: [], criteria: [] };
  const section = { id: 1, title: 'S', minutes: 5 };
  for (const [payload, code, said] of [
    [{}, 'invalid_payload', /kind/],
    [[], 'invalid_payload', /kind/],
    ['start', 'invalid_payload', /./],
    [7, 'invalid_payload', /./],
    [{ kind: 'dance' }, 'invalid_payload', /dance/],
    [{ kind: 'start', now: 0 }, 'invalid_payload', /now/],
    [{ kind: 'ask' }, 'invalid_payload', /question/],
    [{ kind: 'ask', question: { text: ' ' } }, 'invalid_payload', /question/],
    [
      { kind: 'ask', question: { text: 'x', points: ['y'.repeat(201)] } },
      'invalid_payload',
      /point/,
    ],
    [{ kind: 'ask', question: { text: 'x', difficulty: 'x' } }, 'invalid_payload', /question/],
    [{ kind: 'ask', question: { text: 'x', minutes: 0 } }, 'invalid_payload', /minutes/],
    [{ kind: 'ask_planned', index: -1 }, 'invalid_payload', /index/],
    [{ kind: 'ask_planned', index: 65_536 }, 'invalid_payload', /index/],
    [{ kind: 'ask_planned', index: 0 }, 'item_not_found', /question/],
    [{ kind: 'enter_section', section: 'x' }, 'invalid_payload', /section/],
    [{ kind: 'enter_section', section: 1 }, 'item_not_found', /section/],
    [{ kind: 'set_plan', plan: { title: '' } }, 'invalid_payload', /plan/],
    [
      { kind: 'set_plan', plan: { ...plan, sections: [section, section] } },
      'invalid_payload',
      /id/,
    ],
    [{ kind: 'write_note', text: long }, 'invalid_payload', /text.*10000/],
    [{ kind: 'write_note', id: 9, text: 'x' }, 'item_not_found', /note/],
    [{ kind: 'write_note', question: 9, text: 'x' }, 'item_not_found', /question/],
    [{ kind: 'score_answer', question: 1, points: 11 }, 'invalid_payload', /score/],
    [{ kind: 'score_answer', question: 1, points: 1.5 }, 'invalid_payload', /points/],
    [{ kind: 'score_answer', question: 1, points: -1 }, 'invalid_payload', /points/],
    [{ kind: 'score_answer', question: 9, points: 1 }, 'item_not_found', /question/],
    [{ kind: 'score_answer', question: 1 }, 'invalid_payload', /points/],
    [{ kind: 'evaluate', question: 1 }, 'item_not_found', /answer/],
    [
      {
        kind: 'save_scorecard',
        ratings: [{ criterion: 1, stars: 6 }],
        private_notes: '',
        submit: true,
      },
      'invalid_payload',
      /rating/,
    ],
    [
      {
        kind: 'save_scorecard',
        ratings: [{ criterion: 99, stars: 1 }],
        private_notes: '',
        submit: true,
      },
      'item_not_found',
      /criterion/,
    ],
    [
      { kind: 'save_scorecard', ratings: 'x', private_notes: '', submit: true },
      'invalid_payload',
      /ratings/,
    ],
    [
      { kind: 'save_scorecard', ratings: [], private_notes: long, submit: true },
      'invalid_payload',
      /private_notes/,
    ],
  ] as [unknown, string, RegExp][]) {
    const error = await ana.client.error('interview', payload);
    expect(error.code, JSON.stringify(payload).slice(0, 200)).toBe(code);
    expect(error.message, JSON.stringify(payload).slice(0, 200)).toMatch(said);
  }
  const answer = { kind: 'save_answer', question: 1, submit: false };
  expect(await cem.refused({ ...answer, text: long })).toBe('invalid_payload');
  expect(await cem.refused({ ...answer, text: 7 })).toBe('invalid_payload');
  expect(await cem.refused({ ...answer, question: 2, text: 'x' })).toBe('item_not_found');
  // No attempt had an effect, and the interview goes on.
  expect(ana.client.events.length).toBe(before);
  await cem.do({ kind: 'save_answer', question: 1, text: 'x'.repeat(10_000), submit: true });
  await expect.poll(() => ana.changes('answer').length).toBe(1);
  for (const somebody of [ana, cem]) somebody.close();
});

test('outside an interview there is none, and outside the room nothing to ask for', async () => {
  const { id } = await server().createMeeting();
  const client = await Client.connect(server().origin);
  expect((await client.error('interview', { kind: 'start' })).code).toBe('not_joined');
  const { server_time } = await client.ok<{ server_time: number }>('time', {});
  expect(server_time).toBeGreaterThan(0);
  const { room } = await client.join(id);
  expect(room.interview).toBeUndefined();
  expect(room.participants[0]?.interview_role).toBeUndefined();
  expect((await client.error('interview', { kind: 'start' })).code).toBe('wrong_state');
  client.close();
});

test('an interview that is deleted while people are in it is gone for all of them', async () => {
  const own = await Server.start();
  try {
    const interview = await Interview.make(own);
    const ana = await interview.come(interview.interviewer, 'Ana');
    const cem = await interview.come(interview.candidate, 'Cem');
    const olga = await interview.come(interview.observer, 'Olga');
    await ana.do({ kind: 'start' });
    await ana.do({ kind: 'ask', question: { text: 'Why?', points: [] } });
    await ana.client.ok('send_chat', { client_id: 'c1', text: 'hello' });
    // A participant stays active throughout.
    const errors: string[] = [];
    const writing = (async () => {
      for (let number = 0; errors.length === 0; number += 1) {
        const text = `draft ${number}`;
        const ack = await cem.client.request('interview', {
          kind: 'save_answer',
          question: 1,
          text,
          submit: false,
        });
        if ('error' in ack) errors.push(ack.error.code);
      }
    })();
    await expect.poll(() => ana.changes('answer').length).toBeGreaterThan(3);

    expect((await interview.rest(interview.interviewer.token, 'DELETE')).status).toBe(204);

    for (const somebody of [ana, cem, olga]) {
      await expect.poll(() => somebody.client.named('meeting_ended').length).toBe(1);
      expect((await somebody.client.error('chat_history', {})).code).toBe('not_joined');
    }
    await writing;
    // Whichever of the three ends came first for the request under way.
    expect(['not_joined', 'meeting_ended', 'storage_unavailable']).toContain(errors[0]);
    for (const link of [interview.interviewer, interview.candidate, interview.observer]) {
      for (const path of ['', '/links', '/report', '/report.md']) {
        expect((await interview.rest(link.token, 'GET', path)).status).toBe(404);
      }
      expect(await interview.refusal({ link: link.token })).toBe('meeting_not_found');
      const token = cem.joined.token;
      expect(await interview.refusal({ link: link.token, token })).toBe('meeting_not_found');
    }
    expect((await fetch(`${own.origin}/api/v1/meetings/${interview.id}`)).status).toBe(404);
    await expect.poll(async () => (await own.stats()).rooms).toBe(0);
    for (const somebody of [ana, cem, olga]) somebody.close();
  } finally {
    // `dispose` asserts that the log has no error.
    await own.dispose();
  }
});
