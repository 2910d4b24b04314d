import type { Evaluation, InterviewPlan } from '../../../web/src/protocol/protocol.gen.ts';
import { ChatCompletions } from '../../support/chat-completions.ts';
import { type Attendee, Interview } from '../../support/interviews.ts';
import { expect, test } from '../../support/meeting.ts';
import { RecordingProxy } from '../../support/recording-proxy.ts';
import { Server } from '../../support/server.ts';
import { Client } from '../../support/signaling.ts';

/** Secrets of interviewers, each a unique word. */
const SECRETS = [
  ...['point', 'negatedpoint', 'plannote', 'category', 'criterion', 'rubric', 'unasked'],
  ...['unaskedpoint', 'unaskednote', 'improvisedpoint', 'improvisednote', 'newplanpoint'],
  ...['note', 'changednote', 'awaynote', 'downnote', 'endnote', 'comment', 'lastcomment'],
  ...['summary', 'strength', 'improvement', 'privatechat'],
].map((word) => `zq${word}qz`);
/** Texts private to one interviewer. */
const PRIVATE = ['zqprivateofaqz', 'zqprivateofbqz'];
const PUBLIC = ['pubtitle', 'pubsection', 'pubfirst', 'pubimprovised', 'pubdraft', 'pubanswer'];

/** Field names and kinds of changes that a candidate must never receive. */
const FIELDS =
  /"(points|notes?|category|difficulty|criteri(a|on)|rubric|plan(ned)?|scores?|stars|ratings?|scorecards?|private_notes|recommendation|evaluations?|matching|outcome|excerpt|assessment|draft|strengths|improvements|model|timeline|moments?|asked_question|withheld_scorecards|average)"/;

const PLAN: InterviewPlan = {
  title: 'pubtitle',
  sections: [{ id: 1, title: 'pubsection', minutes: 10 }],
  questions: [
    {
      text: 'pubfirst?',
      category: 'zqcategoryqz',
      difficulty: 'hard',
      minutes: 5,
      points: ['zqpointqz', 'zqnegatedpointqz'],
      notes: 'zqplannoteqz',
    },
    { text: 'zqunaskedqz?', points: ['zqunaskedpointqz'], notes: 'zqunaskednoteqz' },
  ],
  criteria: [{ id: 1, title: 'zqcriterionqz', rubric: 'zqrubricqz' }],
};

function expectNothingSecret(text: string, whose: string): void {
  for (const secret of [...SECRETS, ...PRIVATE]) {
    expect(text.includes(secret), `${secret} was sent to ${whose}`).toBe(false);
  }
  expect(FIELDS.exec(text)?.[0], `sent to ${whose}`).toBeUndefined();
}

for (const transport of ['websocket', 'polling'] as const) {
  test(`in a whole interview nothing of the interviewers’ reaches the others (${transport})`, async () => {
    test.setTimeout(120_000);
    const api = await ChatCompletions.start((answer) =>
      answer.assess(7, 'zqsummaryqz', ['zqstrengthqz'], ['zqimprovementqz']),
    );
    const server = await Server.start({ args: api.args });
    const ways = [
      await RecordingProxy.start(() => server.port),
      await RecordingProxy.start(() => server.port),
    ] as const;
    const [candidateWay, observerWay] = ways;
    const everybody: Attendee[] = [];
    try {
      const interview = await Interview.make(server, PLAN);
      const second = await interview.link('interviewer');
      const come = async (...args: Parameters<Interview['come']>): Promise<Attendee> => {
        const attendee = await interview.come(...args);
        everybody.push(attendee);
        return attendee;
      };
      const options = { origin: candidateWay.origin, transport };
      let candidate = await come(interview.candidate, 'Cem', options);
      let observer = await come(interview.observer, 'Olga', {
        origin: observerWay.origin,
        transport,
      });
      let a = await come(interview.interviewer, 'Ana');
      let b = await come(second, 'Ben');
      const toldToA: Attendee[] = [a];

      await a.do({ kind: 'start' });
      await a.do({ kind: 'ask_planned', index: 0 });
      await candidate.do({
        kind: 'save_answer',
        question: 1,
        text: 'pubdraft: it depends on no thing',
        submit: false,
      });
      await expect.poll(() => observer.changes('answer').length).toBe(1);
      await a.do({
        kind: 'ask',
        question: {
          text: 'pubimprovised?',
          difficulty: 'easy',
          points: ['zqimprovisedpointqz'],
          notes: 'zqimprovisednoteqz',
        },
      });
      await candidate.do({ kind: 'save_answer', question: 1, text: 'pubanswer', submit: true });
      await a.do({ kind: 'write_note', question: 1, text: 'zqnoteqz' });
      await a.do({ kind: 'write_note', id: 1, question: 1, text: 'zqnoteqz zqchangednoteqz' });
      await a.do({ kind: 'score_answer', question: 1, points: 9 });
      await b.do({ kind: 'score_answer', question: 1, points: 2 });
      await a.do({ kind: 'evaluate', question: 1 });
      const assessed = (): unknown => (a.changes('evaluation').at(-1) as Evaluation)?.assessment;
      await expect.poll(assessed).toMatchObject({ state: 'done' });
      await a.do({
        kind: 'set_plan',
        plan: {
          ...PLAN,
          questions: [...PLAN.questions, { text: 'more', points: ['zqnewplanpointqz'] }],
        },
      });
      await a.do({ kind: 'enter_section', section: 1 });
      await a.client.ok('send_chat', { client_id: 'c1', text: 'zqprivatechatqz', to: b.id });
      await a.client.ok('send_chat', { client_id: 'c2', text: 'pubchat' });

      await test.step('what others may not ask for is refused, and says no more', async () => {
        for (const somebody of [candidate, observer]) {
          for (const command of [
            { kind: 'start' },
            { kind: 'end' },
            { kind: 'ask_planned', index: 1 },
            { kind: 'evaluate', question: 1 },
            { kind: 'set_plan', plan: { title: 'mine' } },
            { kind: 'write_note', id: 1, text: 'mine' },
          ]) {
            expect(await somebody.refused(command)).toBe('not_allowed');
          }
          await somebody.client.ok('chat_history', {});
        }
      });

      await test.step('the connection drops, and goes on from where it was', async () => {
        const { lastSeq, joined } = candidate;
        candidate.client.drop();
        await a.do({ kind: 'write_note', text: 'zqawaynoteqz' });
        await a.do({ kind: 'score_answer', question: 2, points: 4 });
        await b.do({ kind: 'pause' });
        const client = await Client.connect(candidateWay.origin, transport);
        const reply = await client.ok<{ status: string }>('join', {
          meeting_id: interview.id,
          name: 'Cem',
          link: interview.candidate.token,
          token: joined.token,
          last_seq: lastSeq,
        });
        expect(reply.status).toBe('resumed');
        const clocks = () =>
          client
            .named('interview_changed')
            .filter(({ payload }) => payload.change.kind === 'clock')
            .map(({ payload }) => payload.change.value.state);
        await expect.poll(clocks).toEqual(['paused']);
        client.close();
      });

      await test.step('the page is loaded again', async () => {
        const { token } = candidate.joined;
        candidate = await come(interview.candidate, 'Cem', { ...options, token });
        expect(candidate.view.role).toBe('candidate');
        await b.do({ kind: 'resume' });
        await expect.poll(() => candidate.changes('clock').length).toBe(1);
      });

      await test.step('the server is killed and started again', async () => {
        await server.kill();
        await server.restart();
        const tokens = [a, b, candidate, observer].map(({ joined }) => joined.token);
        a = await come(interview.interviewer, 'Ana', { token: tokens[0] as string });
        toldToA.push(a);
        b = await come(second, 'Ben', { token: tokens[1] as string });
        await a.do({ kind: 'write_note', text: 'zqdownnoteqz' });
        candidate = await come(interview.candidate, 'Cem', {
          ...options,
          token: tokens[2] as string,
        });
        observer = await come(interview.observer, 'Olga', {
          origin: observerWay.origin,
          transport,
          token: tokens[3] as string,
        });
      });

      await test.step('scorecards are submitted, and the interview ends', async () => {
        const card = { kind: 'save_scorecard', submit: true } as const;
        const rated = (comment: string) => [{ criterion: 1, stars: 3, comment }];
        await a.do({
          ...card,
          submit: false,
          ratings: rated('x'),
          private_notes: 'zqprivateofaqz',
        });
        await a.do({
          ...card,
          ratings: rated('zqcommentqz'),
          private_notes: 'zqprivateofaqz',
          recommendation: 'strong_no',
        });
        await a.do({ kind: 'end' });
        await b.do({
          ...card,
          ratings: rated('zqlastcommentqz'),
          private_notes: 'zqprivateofbqz',
        });
        await b.do({ kind: 'write_note', text: 'zqendnoteqz' });
        await expect.poll(() => candidate.changes('clock').length).toBe(1);
        await expect.poll(() => observer.changes('clock').length).toBe(1);
      });

      await test.step('REST, asked for everything with their links', async () => {
        for (const [way, { token }] of [
          [candidateWay, interview.candidate],
          [observerWay, interview.observer],
        ] as const) {
          for (const [method, path, body, status] of [
            ['GET', '', undefined, 200],
            ['GET', '/links', undefined, 403],
            ['POST', '/links', { role: 'interviewer' }, 403],
            ['DELETE', `/links/${second.id}`, undefined, 403],
            ['GET', '/report', undefined, 403],
            ['GET', '/report.md', undefined, 403],
            ['DELETE', '', undefined, 403],
          ] as const) {
            const answer = await interview.restAt(way.origin, token, method, path, body);
            expect(answer.status, `${method} ${path}`).toBe(status);
            await answer.text();
          }
        }
      });

      // Control: permitted receivers do get the secrets, so a leak would be possible.
      const ofAna =
        toldToA.map(({ told }) => told).join() + JSON.stringify(await interview.report());
      for (const secret of [...SECRETS, 'zqprivateofaqz']) expect(ofAna).toContain(secret);
      expect(ofAna).not.toContain('zqprivateofbqz');
      const ofBen = b.told + JSON.stringify(await interview.report(second.token));
      expect(ofBen).toContain('zqprivateofbqz');
      expect(ofBen).not.toContain('zqprivateofaqz');
      // Control: public content did arrive.
      for (const [way, whose] of [
        [candidateWay, 'the candidate'],
        [observerWay, 'the observer'],
      ] as const) {
        for (const word of [...PUBLIC, 'pubchat']) expect(way.text, whose).toContain(word);
        expectNothingSecret(way.text, whose);
      }
      // Also checks the decoded events: a proxy chunk may split a word.
      expectNothingSecret(candidate.told, 'the candidate');
      expectNothingSecret(observer.told, 'the observer');
    } finally {
      for (const attendee of everybody) attendee.close();
      for (const way of ways) await way.stop();
      await server.dispose();
      await api.stop();
    }
  });
}

test('an interviewer sees what another thinks once both have submitted', async () => {
  const server = await Server.start();
  const everybody: Attendee[] = [];
  try {
    const interview = await Interview.make(server, PLAN);
    const second = await interview.link('interviewer');
    const a = await interview.come(interview.interviewer, 'Ana');
    let b = await interview.come(second, 'Ben');
    everybody.push(a, b);
    const rating = (comment: string) => [{ criterion: 1, stars: 4, comment }];
    await a.do({ kind: 'start' });
    await a.do({ kind: 'ask_planned', index: 0 });
    await a.do({ kind: 'score_answer', question: 1, points: 9 });
    await b.do({ kind: 'score_answer', question: 1, points: 2 });
    const card = { kind: 'save_scorecard', private_notes: 'private-of-a' } as const;
    await a.do({ ...card, ratings: rating('comment-of-a-draft'), submit: false });
    await a.do({ ...card, ratings: rating('comment-of-a'), recommendation: 'yes', submit: true });
    expect(await a.refused({ ...card, ratings: [], submit: false })).toBe('already_submitted');
    expect(await a.refused({ kind: 'score_answer', question: 1, points: 1 })).toBe(
      'already_submitted',
    );
    await b.do({
      kind: 'save_scorecard',
      ratings: rating('comment-of-b-draft'),
      private_notes: 'private-of-b',
      submit: false,
    });

    const everythingOfB = async (): Promise<string> =>
      b.told +
      JSON.stringify(await interview.report(second.token)) +
      (await interview.markdown(second.token));
    await test.step('before: neither live, nor after a reload, nor in the report', async () => {
      expect(b.changes('score').map(({ points }) => points)).toEqual([2]);
      b.close();
      b = await interview.come(second, 'Ben', { token: b.joined.token });
      everybody.push(b);
      expect(b.whole.scores.map(({ points }) => points)).toEqual([2]);
      expect(b.whole.scorecards).toHaveLength(1);
      expect(await everythingOfB()).not.toMatch(/comment-of-a|private-of-a/);
      const report = await interview.report(second.token);
      expect(report.withheld_scorecards).toBe(1);
      expect(report.average).toBe(2);
      expect(a.told).not.toMatch(/comment-of-b|private-of-b/);
    });

    await b.do({
      kind: 'save_scorecard',
      ratings: rating('comment-of-b'),
      private_notes: 'private-of-b',
      submit: true,
    });

    await test.step('after: each has exactly what the other submitted', async () => {
      await expect.poll(() => b.changes('scorecard').length).toBe(2);
      expect(b.changes('score').map(({ points }) => points)).toEqual([9]);
      await expect.poll(() => a.changes('score').map(({ points }) => points)).toEqual([9, 2]);
      expect(a.changes('scorecard').at(-1)).toMatchObject({
        by: second.id,
        by_name: 'Ben',
        ratings: [{ comment: 'comment-of-b' }],
        private_notes: '',
      });
      const ofB = await everythingOfB();
      expect(ofB).toContain('comment-of-a');
      expect(ofB).not.toMatch(/comment-of-a-draft|private-of-a/);
      const ofA = a.told + JSON.stringify(await interview.report()) + (await interview.markdown());
      expect(ofA).toContain('comment-of-b');
      expect(ofA).not.toMatch(/comment-of-b-draft|private-of-b/);
      for (const token of [interview.interviewer.token, second.token]) {
        const report = await interview.report(token);
        expect(report).toMatchObject({ average: 5.5, withheld_scorecards: 0 });
        expect(report.scorecards).toHaveLength(2);
      }
    });
  } finally {
    for (const attendee of everybody) attendee.close();
    await server.dispose();
  }
});
