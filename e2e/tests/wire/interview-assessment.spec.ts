import type { Evaluation } from '../../../web/src/protocol/protocol.gen.ts';
import { type Answering, ChatCompletions } from '../../support/chat-completions.ts';
import { type Attendee, Interview } from '../../support/interviews.ts';
import { expect, test } from '../../support/meeting.ts';
import { Server } from '../../support/server.ts';

/** Starts an interview whose only question has an answer. */
async function answered(server: Server): Promise<[Interview, Attendee, Attendee]> {
  const interview = await Interview.make(server);
  const ana = await interview.come(interview.interviewer, 'Ana');
  const cem = await interview.come(interview.candidate, 'Cem');
  await ana.do({ kind: 'start' });
  await ana.do({ kind: 'ask', question: { text: 'What is an index for?', points: ['reads'] } });
  await cem.do({ kind: 'save_answer', question: 1, text: 'It speeds up reads.', submit: true });
  return [interview, ana, cem];
}

function assessments(attendee: Attendee): Evaluation['assessment'][] {
  return attendee.changes('evaluation').map(({ assessment }: Evaluation) => assessment);
}

test('an assessment streams in, is kept, and is in the report', async () => {
  let go: () => void = () => {};
  const api = await ChatCompletions.start(async (answer) => {
    answer.say('{"score": 8, "summary": "Mostly ri');
    await new Promise<void>((resolve) => {
      go = resolve;
    });
    answer.say('ght.", "strengths": ["names reads"], "improvements": ["no costs"]}');
    answer.end();
  });
  const server = await Server.start({ args: api.args });
  try {
    const [interview, ana, cem] = await answered(server);
    const ben = await interview.come(await interview.link('interviewer'), 'Ben');
    await ana.do({ kind: 'evaluate', question: 1 });
    for (const somebody of [ana, ben]) {
      await expect
        .poll(() => assessments(somebody).at(-1))
        .toMatchObject({ state: 'running', draft: { score: 8, summary: 'Mostly ri' } });
    }
    // The matched points do not wait for the assessment.
    expect(ana.changes('evaluation')[0]).toMatchObject({
      requested_by: 'Ana',
      matching: { score: 100 },
    });
    go();
    const done = {
      state: 'done',
      assessment: {
        score: 8,
        summary: 'Mostly right.',
        strengths: ['names reads'],
        improvements: ['no costs'],
        model: 'test-model',
      },
    };
    for (const somebody of [ana, ben]) {
      await expect.poll(() => assessments(somebody).at(-1)).toMatchObject(done);
    }
    expect(assessments(cem)).toEqual([]);
    const report = async () => (await interview.report()).questions[0]?.evaluation?.assessment;
    await expect.poll(report).toMatchObject(done);
    expect(await interview.markdown()).toContain('Mostly right.');
    // The request has question, points and answer, but no names.
    expect(api.asked).toHaveLength(1);
    for (const sent of ['What is an index for?', 'reads', 'It speeds up reads.']) {
      expect(api.asked[0]).toContain(sent);
    }
    for (const name of ['Ana', 'Ben', 'Cem']) expect(api.asked[0]).not.toContain(name);

    await server.kill();
    await server.restart();
    expect(await report()).toMatchObject(done);

    await test.step('one that is being made when the server goes is not waited for', async () => {
      const back = await interview.come(interview.interviewer, 'Ana');
      expect(back.whole.evaluations).toMatchObject([{ assessment: done }]);
      await back.do({ kind: 'evaluate', question: 1 });
      await expect.poll(() => assessments(back).at(-1)).toMatchObject({ state: 'running' });
      await server.kill();
      await server.restart();
      const again = await interview.come(interview.interviewer, 'Ana');
      expect(again.whole.evaluations).toMatchObject([
        { matching: { score: 100 }, assessment: { state: 'failed', reason: 'interrupted' } },
      ]);
      for (const somebody of [back, again]) somebody.close();
    });
    for (const somebody of [ana, ben, cem]) somebody.close();
  } finally {
    await server.dispose();
    await api.stop();
  }
});

test('one that fails says why, and all else goes on', async () => {
  test.setTimeout(90_000);
  const silent = (): void => {};
  const api = await ChatCompletions.start(silent);
  const server = await Server.start({
    args: [...api.args, '--ai-timeout-seconds', '2'],
    expectErrors: / (ERROR|WARN) .*assess/i,
  });
  try {
    const [interview, ana, cem] = await answered(server);
    const asked: [string, (answer: Answering) => void][] = [
      ['timed_out', silent],
      ['failing', (answer) => answer.fail(500)],
      ['refused', (answer) => answer.fail(401)],
      ['rate_limited', (answer) => answer.fail(429)],
      [
        'nonsense',
        (answer) => {
          answer.say('I would rather not.');
          answer.end();
        },
      ],
    ];
    for (const [reason, respond] of asked) {
      api.respond = respond;
      await ana.do({ kind: 'evaluate', question: 1 });
      // Other commands do not wait for a running assessment.
      await ana.do({ kind: 'score_answer', question: 1, points: 7 });
      await ana.do({ kind: 'write_note', text: reason });
      await expect
        .poll(() => assessments(ana).at(-1), { message: reason })
        .toEqual({ state: 'failed', reason });
    }
    await api.stop();
    await ana.do({ kind: 'evaluate', question: 1 });
    await expect
      .poll(() => assessments(ana).at(-1))
      .toEqual({ state: 'failed', reason: 'unreachable' });
    const report = async () => (await interview.report()).questions[0]?.evaluation;
    await expect.poll(async () => (await report())?.assessment).toMatchObject({ state: 'failed' });
    expect(await report()).toMatchObject({ matching: { score: 100 } });
    expect(ana.changes('note').map(({ text }) => text)).toHaveLength(asked.length);
    expect(assessments(cem)).toEqual([]);
    for (const somebody of [ana, cem]) somebody.close();
  } finally {
    await server.dispose();
  }
});

test('of two in a row the newer counts, in whichever order they come', async () => {
  const held: Answering[] = [];
  const api = await ChatCompletions.start((answer) => {
    held.push(answer);
  });
  const server = await Server.start({ args: api.args });
  try {
    const [interview, ana, cem] = await answered(server);
    await ana.do({ kind: 'evaluate', question: 1 });
    await expect.poll(() => held.length).toBe(1);
    // Two more requests at once.
    await Promise.all([
      ana.do({ kind: 'evaluate', question: 1 }),
      ana.do({ kind: 'evaluate', question: 1 }),
    ]);
    await expect.poll(() => held.length).toBe(3);
    held[0]?.assess(1, 'the oldest');
    const times = ana.changes('evaluation').map(({ requested_at }: Evaluation) => requested_at);
    expect(new Set(times).size).toBe(3);
    held[1]?.assess(2, 'one of the two');
    held[2]?.assess(3, 'the other');
    await expect.poll(() => assessments(ana).at(-1)).toMatchObject({ state: 'done' });
    const newest = Math.max(...times);
    const done = ana
      .changes('evaluation')
      .filter(({ assessment }: Evaluation) => assessment?.state === 'done');
    expect(done.map(({ requested_at }: Evaluation) => requested_at)).toEqual([newest]);
    const report = async () => (await interview.report()).questions[0]?.evaluation;
    await expect.poll(report).toMatchObject({
      requested_at: newest,
      assessment: {
        state: 'done',
        assessment: { summary: expect.stringMatching(/of the two|other/) },
      },
    });
    for (const somebody of [ana, cem]) somebody.close();
  } finally {
    await server.dispose();
    await api.stop();
  }
});

test('without an endpoint it says that there is none', async () => {
  const server = await Server.start();
  try {
    const [interview, ana, cem] = await answered(server);
    await ana.do({ kind: 'evaluate', question: 1 });
    const none = { state: 'failed', reason: 'not_configured' };
    await expect.poll(() => assessments(ana).at(-1)).toEqual(none);
    const report = async () => (await interview.report()).questions[0]?.evaluation;
    await expect.poll(report).toMatchObject({ matching: { score: 100 }, assessment: none });
    for (const somebody of [ana, cem]) somebody.close();
  } finally {
    await server.dispose();
  }
});
