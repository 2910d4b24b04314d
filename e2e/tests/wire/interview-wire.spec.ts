import {
  type Attendee,
  type Coming,
  Interview,
  joining,
  type Link,
} from '../../support/interviews.ts';
import { expect, test } from '../../support/meeting.ts';
import { Server, useServer } from '../../support/server.ts';
import { Client, SILENT } from '../../support/signaling.ts';

const server = useServer({ args: ['--meetings-per-minute', '1000'] });
/** Server with short timeouts for lost connections and absent hosts. */
const impatient = useServer({
  args: ['--reconnect-seconds', '2', '--host-absence-seconds', '1'],
});
let everybody: Attendee[] = [];

test.afterEach(() => {
  for (const attendee of everybody) attendee.close();
  everybody = [];
});

async function come(
  interview: Interview,
  link: Link,
  name: string,
  options: Coming = {},
): Promise<Attendee> {
  const attendee = await interview.come(link, name, options);
  everybody.push(attendee);
  return attendee;
}

/** Joins interviewer Ana, candidate Cem and observer Olga. */
async function three(interview: Interview): Promise<[Attendee, Attendee, Attendee]> {
  return [
    await come(interview, interview.interviewer, 'Ana'),
    await come(interview, interview.candidate, 'Cem'),
    await come(interview, interview.observer, 'Olga'),
  ];
}

test('an interview is joined by its links alone, and a meeting by none', async () => {
  const interview = await Interview.make(server());
  const other = await Interview.make(server());
  const { id, hostToken } = await server().createMeeting();

  expect(await interview.refusal({})).toBe('link_required');
  const { token } = interview.candidate;
  const forged = `${interview.interviewer.id}.${token.split('.')[1]}`;
  for (const link of ['', 'x', 'a.b', other.interviewer.token, forged, `${token}x`]) {
    expect(await interview.refusal({ link }), link).toBe('invalid_link');
  }
  expect(await interview.refusal({ host_token: hostToken })).toBe('invalid_token');
  const client = await Client.connect(server().origin);
  const withLink = joining(id, { link: token });
  expect(['invalid_link', 'link_required']).toContain((await client.error('join', withLink)).code);
  // The refusal does not harm the connection.
  await client.ok('join', joining(interview.id, { link: token }));
  client.close();
  expect((await fetch(`${server().origin}/api/v1/meetings/${interview.id}`)).status).toBe(404);
});

test('who is what comes from the link, whatever else is claimed', async () => {
  const interview = await Interview.make(server());
  const [ana, cem, olga] = await three(interview);
  expect([ana.role, cem.role, olga.role]).toEqual(['host', 'guest', 'guest']);
  expect([ana, cem, olga].map(({ view }) => view.role)).toEqual([
    'interviewer',
    'candidate',
    'observer',
  ]);
  const roles = olga.joined.room.participants.map(({ interview_role }) => interview_role);
  expect(roles).toEqual(['interviewer', 'candidate', 'observer']);

  for (const claim of [{ role: 'host' }, { interview_role: 'interviewer' }, { host: true }]) {
    const { token } = interview.candidate;
    expect(await interview.refusal({ link: token, ...claim })).toBe('invalid_payload');
  }
  for (const [event, payload] of [
    ['set_role', { participant_id: cem.id, role: 'co_host' }],
    ['set_role', { participant_id: cem.id, role: 'host' }],
    ['end_meeting', {}],
  ] as const) {
    for (const somebody of [ana, cem, olga]) {
      expect((await somebody.client.error(event, payload)).code, event).toBe('not_allowed');
    }
  }
  for (const command of [
    ...[{ kind: 'start' }, { kind: 'pause' }, { kind: 'resume' }, { kind: 'end' }],
    ...[
      { kind: 'ask', question: { text: 'x' } },
      { kind: 'evaluate', question: 1 },
    ],
    { kind: 'save_scorecard', ratings: [], private_notes: '', submit: true },
  ]) {
    for (const somebody of [cem, olga]) {
      expect(await somebody.refused(command), command.kind).toBe('not_allowed');
    }
    expect(await cem.refused({ ...command, role: 'interviewer' })).toBe('invalid_payload');
  }
  // Only the candidate may answer.
  const answer = { kind: 'save_answer', question: 1, text: 'x', submit: false };
  for (const somebody of [ana, olga]) expect(await somebody.refused(answer)).toBe('not_allowed');
});

test('a participant cannot be taken up by another link', async () => {
  const interview = await Interview.make(server());
  const [ana, cem] = await three(interview);
  await ana.do({ kind: 'write_note', text: 'a secret' });
  for (const [link, { joined }] of [
    [interview.candidate, ana],
    [interview.interviewer, cem],
  ] as const) {
    for (const more of [{}, { last_seq: joined.seq }]) {
      const code = await interview.refusal({ link: link.token, token: joined.token, ...more });
      expect(code).toBe('invalid_token');
    }
  }
});

test('an observer sees and hears, and does nothing', async () => {
  const interview = await Interview.make(server());
  const ana = await come(interview, interview.interviewer, 'Ana');
  const media = { microphone: true, camera: true, screen_share: true, screen_share_audio: true };
  const olga = await come(interview, interview.observer, 'Olga', { media });
  await expect.poll(() => ana.client.named('participant_joined').length).toBe(1);
  const own = ana.client.named('participant_joined')[0]?.payload.participant;
  expect(own).toMatchObject({ name: 'Olga', interview_role: 'observer', media: SILENT });
  for (const [event, payload] of [
    ['set_media', { media: { ...SILENT, microphone: true } }],
    ['set_media', { media: { ...SILENT, screen_share: true } }],
    ['react', { reaction: '👍' }],
    ['raise_hand', { raised: true }],
    ['send_chat', { client_id: 'c1', text: 'hello' }],
    ['send_chat', { client_id: 'c1', text: 'hello', to: ana.id }],
    ['set_recording', { state: 'recording' }],
  ] as const) {
    expect((await olga.client.error(event, payload)).code, event).toBe('not_allowed');
  }
  // A resume does not grant more either.
  const back = await come(interview, interview.observer, 'Olga', {
    token: olga.joined.token,
    media,
  });
  const media_of = back.joined.room.participants.find(({ id }) => id === olga.id)?.media;
  expect(media_of).toEqual(SILENT);
  // Chat still arrives.
  await ana.client.ok('send_chat', { client_id: 'c1', text: 'hello' });
  await expect.poll(() => back.client.named('chat_message').length).toBe(1);
});

test('who holds a revoked link is out, and stays out', async () => {
  const interview = await Interview.make(server());
  const second = await interview.link('interviewer');
  const [ana, cem] = await three(interview);
  const ben = await come(interview, second, 'Ben');
  await interview.revoke(interview.candidate);
  await interview.revoke(second);
  for (const gone of [cem, ben]) {
    await expect.poll(() => gone.client.named('removed').length).toBe(1);
    expect(gone.client.named('removed')[0]?.payload).toEqual({ may_return: false });
    expect(await gone.refused({ kind: 'start' })).toBe('not_joined');
  }
  for (const [link, { joined }] of [
    [interview.candidate, cem],
    [second, ben],
  ] as const) {
    expect(await interview.refusal({ link: link.token })).toBe('invalid_link');
    const back = { link: link.token, token: joined.token, last_seq: joined.seq };
    expect(await interview.refusal(back)).toBe('invalid_link');
    expect((await interview.rest(link.token, 'GET')).status).toBe(401);
  }
  await expect.poll(() => ana.client.named('participant_left').length).toBe(2);
  // Other links of that role still work.
  await come(interview, await interview.link('candidate'), 'Cem');
});

test('who waits in the lobby with a link that is revoked is sent away', async () => {
  const interview = await Interview.make(server());
  const ana = await come(interview, interview.interviewer, 'Ana');
  await ana.client.ok('set_room', { lobby: true });
  const cem = await Client.connect(server().origin);
  const join = joining(interview.id, { link: interview.candidate.token });
  const waiting = await cem.ok<Record<string, unknown>>('join', join);
  expect(Object.keys(waiting).sort()).toEqual(['host_present', 'participant_id', 'status']);
  await interview.revoke(interview.candidate);
  await expect.poll(() => cem.named('removed').length).toBe(1);
  await expect.poll(() => ana.client.named('lobby_changed').at(-1)?.payload.waiting).toEqual([]);
  cem.close();
});

test('nobody becomes a host while all interviewers are away', async () => {
  const interview = await Interview.make(impatient());
  const [ana, cem, olga] = await three(interview);
  ana.client.drop();
  const left = () => cem.client.named('participant_left').map(({ payload }) => payload.reason);
  await expect.poll(left).toEqual(['timed_out']);
  for (const somebody of [cem, olga]) {
    expect(await somebody.refused({ kind: 'start' })).toBe('not_allowed');
    expect((await somebody.client.error('mute_all', {})).code).toBe('not_allowed');
    const changed = somebody.client
      .named('participant_changed')
      .map(({ payload }) => payload.participant);
    expect(changed.filter(({ id, role }) => id !== ana.id && role !== 'guest')).toEqual([]);
  }
  const back = await come(interview, interview.interviewer, 'Ana');
  const roles = back.joined.room.participants.map(({ name, role }) => [name, role]);
  expect(roles).toEqual([
    ['Cem', 'guest'],
    ['Olga', 'guest'],
    ['Ana', 'host'],
  ]);
});

test('the clock takes the turns it can take, and says which it cannot', async () => {
  const interview = await Interview.make(server(), {
    title: 'T',
    sections: [
      { id: 7, title: 'One', minutes: 5 },
      { id: 9, title: 'Two', minutes: 5 },
    ],
    questions: [],
    criteria: [],
  });
  const [ana, cem] = await three(interview);
  const clock = () => cem.changes('clock').at(-1);
  const ask = { kind: 'ask', question: { text: 'x' } };
  for (const kind of ['pause', 'resume', 'end'])
    expect(await ana.refused({ kind })).toBe('wrong_state');
  expect(await ana.refused({ kind: 'enter_section', section: 7 })).toBe('wrong_state');
  expect(await ana.refused(ask)).toBe('wrong_state');

  await ana.do({ kind: 'start' });
  await expect.poll(clock).toMatchObject({ state: 'running', section: 7, elapsed_before_ms: 0 });
  for (const kind of ['start', 'resume']) expect(await ana.refused({ kind })).toBe('wrong_state');
  expect(await ana.refused({ kind: 'enter_section', section: 8 })).toBe('item_not_found');
  await ana.do({ kind: 'enter_section', section: 9 });
  await expect.poll(clock).toMatchObject({ section: 9 });

  await ana.do({ kind: 'pause' });
  await expect.poll(clock).toMatchObject({ state: 'paused' });
  const elapsed = clock()?.elapsed_before_ms as number;
  expect(elapsed).toBeGreaterThan(0);
  expect(clock()?.running_since).toBeUndefined();
  for (const kind of ['start', 'pause']) expect(await ana.refused({ kind })).toBe('wrong_state');
  await ana.do({ kind: 'resume' });
  await expect.poll(clock).toMatchObject({ state: 'running', elapsed_before_ms: elapsed });

  await ana.do({ kind: 'end' });
  await expect.poll(clock).toMatchObject({ state: 'ended' });
  for (const kind of ['start', 'pause', 'resume', 'end']) {
    expect(await ana.refused({ kind })).toBe('wrong_state');
  }
  expect(await ana.refused(ask)).toBe('wrong_state');
  const { timeline, elapsed_ms } = await interview.report();
  expect(elapsed_ms).toBeGreaterThanOrEqual(elapsed);
  expect(timeline.map(({ what }) => what.kind).filter((kind) => kind !== 'arrived')).toEqual([
    ...['started', 'section_entered', 'paused', 'resumed', 'ended'],
  ]);
  const { server_time } = await cem.client.ok<{ server_time: number }>('time', {});
  expect(Math.abs(server_time - Date.now())).toBeLessThan(5_000);
});

test('what is over is over for who is asked, and not for who judges', async () => {
  const interview = await Interview.make(server());
  const [ana, cem] = await three(interview);
  await ana.do({ kind: 'start' });
  await ana.do({ kind: 'ask', question: { text: 'Why?', points: [] } });
  await ana.do({ kind: 'end' });
  const answer = { kind: 'save_answer', question: 1, text: 'x', submit: true };
  expect(await cem.refused(answer)).toBe('wrong_state');
  for (const { token } of [interview.candidate, interview.observer]) {
    expect(await interview.refusal({ link: token })).toBe('meeting_ended');
  }
  ana.close();
  const back = await come(interview, interview.interviewer, 'Ana');
  expect(back.whole.clock.state).toBe('ended');
  await back.do({ kind: 'write_note', question: 1, text: 'said little' });
  await back.do({ kind: 'score_answer', question: 1, points: 3 });
  await back.do({ kind: 'save_scorecard', ratings: [], private_notes: '', submit: true });
  expect(await interview.report()).toMatchObject({
    state: 'ended',
    average: 3,
    questions: [{ notes: [{ text: 'said little' }] }],
    scorecards: [{ by_name: 'Ana' }],
  });
});

test('what was acknowledged survives a kill, and the clock runs on', async () => {
  test.setTimeout(120_000);
  const own = await Server.start();
  try {
    const interview = await Interview.make(own);
    let ana = await come(interview, interview.interviewer, 'Ana');
    let cem = await come(interview, interview.candidate, 'Cem');
    /** Kills the server right after the acknowledgement. */
    const killed = async (act: () => Promise<unknown>): Promise<void> => {
      await act();
      await own.kill();
      await own.restart();
      const tokens = [ana.joined.token, cem.joined.token] as const;
      ana = await come(interview, interview.interviewer, 'Ana', { token: tokens[0] });
      cem = await come(interview, interview.candidate, 'Cem', { token: tokens[1] });
    };
    await killed(() => ana.do({ kind: 'start' }));
    const started = ana.whole.clock;
    expect(started).toMatchObject({ state: 'running', elapsed_before_ms: 0 });
    expect(started.running_since).toBe(started.started_at);
    expect(cem.view.clock).toEqual(started);
    // The clock includes the downtime.
    const { elapsed_ms } = await interview.report();
    const since = ana.joined.server_time - (started.running_since as number);
    expect(since).toBeGreaterThan(0);
    expect(elapsed_ms).toBeGreaterThanOrEqual(since);

    await killed(() => ana.do({ kind: 'ask', question: { text: 'Why?', points: ['because'] } }));
    expect(cem.view).toMatchObject({ questions: [{ id: 1, text: 'Why?' }] });
    const answer = { kind: 'save_answer', question: 1 } as const;
    await killed(() => cem.do({ ...answer, text: 'a draft', submit: false }));
    expect(cem.view.answers).toMatchObject([{ text: 'a draft' }]);
    await killed(() => cem.do({ ...answer, text: 'Because.', submit: true }));
    expect(cem.view.answers).toMatchObject([{ text: 'Because.' }]);
    expect(await cem.refused({ ...answer, text: 'else', submit: true })).toBe('already_submitted');
    await killed(async () => {
      await ana.do({ kind: 'write_note', text: 'a note' });
      await ana.do({ kind: 'score_answer', question: 1, points: 8 });
      await ana.do({ kind: 'evaluate', question: 1 });
    });
    expect(ana.whole).toMatchObject({
      notes: [{ text: 'a note' }],
      scores: [{ points: 8 }],
      evaluations: [{ matching: { score: 100 } }],
    });
    await killed(() => ana.do({ kind: 'pause' }));
    const paused = ana.whole.clock;
    expect(paused).toMatchObject({ state: 'paused' });
    const card = { kind: 'save_scorecard', submit: true } as const;
    const ratings = [{ criterion: 1, stars: 5 }];
    await killed(() => ana.do({ ...card, ratings, private_notes: 'mine' }));
    expect(ana.whole.clock).toEqual(paused);
    expect(ana.whole.scorecards).toMatchObject([
      { private_notes: 'mine', ratings: [{ stars: 5 }] },
    ]);
    expect(ana.whole.notes).toHaveLength(1);
    await ana.do({ kind: 'end' });
    await own.kill();
    await own.restart();
    ana = await come(interview, interview.interviewer, 'Ana', { token: ana.joined.token });
    expect(ana.whole.clock).toMatchObject({ state: 'ended' });
    expect((await interview.report()).state).toBe('ended');
    cem = await come(interview, interview.candidate, 'Cem', { token: cem.joined.token });
    expect(cem.view.clock).toEqual(ana.whole.clock);
    const { token } = interview.candidate;
    expect(await interview.refusal({ link: token })).toBe('meeting_ended');
  } finally {
    await own.dispose();
  }
});
