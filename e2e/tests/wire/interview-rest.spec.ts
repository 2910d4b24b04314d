import { expect, test } from '@playwright/test';

import { PLAN } from '../../support/held-interview.ts';
import { Interview } from '../../support/interviews.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

/** Askers, by the link in the request. */
type Asker = 'interviewer' | 'candidate' | 'observer' | 'revoked' | 'foreign' | 'nobody';

interface Endpoint {
  method: string;
  path: (interview: Interview) => string;
  body?: object;
  /** Status for an interviewer. */
  done: number;
  /** True if every role may do it. */
  forAll?: true;
}

const DETAILS = { candidate: 'Cora Candidate', scheduled_at: 1_800_000_000_000, minutes: 45 };

/** Every endpoint of an interview. The one that deletes it is last. */
const ENDPOINTS: Endpoint[] = [
  { method: 'GET', path: () => '', done: 200, forAll: true },
  {
    method: 'PUT',
    path: () => '/details',
    body: { title: 'Platform engineer', details: DETAILS },
    done: 200,
  },
  {
    method: 'PUT',
    path: () => '/decision',
    body: { outcome: 'yes', reason: 'Good answers.' },
    done: 200,
  },
  { method: 'GET', path: () => '/links', done: 200 },
  { method: 'POST', path: () => '/links', body: { role: 'observer' }, done: 201 },
  { method: 'DELETE', path: ({ observer }) => `/links/${observer.id}`, done: 204 },
  { method: 'GET', path: () => '/report', done: 200 },
  { method: 'GET', path: () => '/report.md', done: 200 },
  { method: 'DELETE', path: () => '', done: 204 },
];

const REFUSALS: Record<Exclude<Asker, 'interviewer'>, { status: number; type: string }> = {
  candidate: { status: 403, type: 'not-allowed' },
  observer: { status: 403, type: 'not-allowed' },
  revoked: { status: 401, type: 'invalid-link' },
  foreign: { status: 401, type: 'invalid-link' },
  nobody: { status: 401, type: 'invalid-link' },
};

async function problemOf(response: Response): Promise<{ status: number; type: string }> {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const { status, type } = (await response.json()) as { status: number; type: string };
  expect(status).toBe(response.status);
  return { status, type: type.split('#').at(-1) ?? '' };
}

/** An interview whose interviewer has submitted a scorecard, and so may decide. */
async function judged(): Promise<Interview> {
  const interview = await Interview.make(server(), PLAN);
  const ana = await interview.come(interview.interviewer, 'Ana');
  await ana.do({ kind: 'save_scorecard', ratings: [], private_notes: '', submit: true });
  ana.close();
  return interview;
}

test('each role reads and writes what it may, and a refused request changes nothing', async () => {
  const interview = await judged();
  const revoked = await interview.link('interviewer');
  await interview.revoke(revoked);
  const tokens: Record<Exclude<Asker, 'interviewer'>, string> = {
    candidate: interview.candidate.token,
    observer: interview.observer.token,
    revoked: revoked.token,
    foreign: (await Interview.make(server())).interviewer.token,
    nobody: '',
  };
  const whole = async () => ({
    report: { ...(await interview.report()), made_at: 0 },
    links: await (await interview.rest(interview.interviewer.token, 'GET', '/links')).json(),
  });
  const before = await whole();
  for (const { method, path, body, forAll } of ENDPOINTS) {
    for (const [asker, token] of Object.entries(tokens) as [keyof typeof tokens, string][]) {
      const what = `${method} ${path(interview)} by ${asker}`;
      const answer = await interview.rest(token, method, path(interview), body);
      if (forAll && REFUSALS[asker].status === 403) expect(answer.status, what).toBe(200);
      else expect(await problemOf(answer), what).toEqual(REFUSALS[asker]);
    }
  }
  expect(await whole()).toEqual(before);

  for (const { method, path, body, done } of ENDPOINTS) {
    const answer = await interview.rest(interview.interviewer.token, method, path(interview), body);
    expect(answer.status, `${method} ${path(interview)} by the interviewer`).toBe(done);
  }
  for (const { method, path, body } of ENDPOINTS) {
    const answer = await interview.rest(interview.interviewer.token, method, path(interview), body);
    const gone = { status: 404, type: 'interview-not-found' };
    expect(await problemOf(answer), `${method} ${path(interview)} after the end`).toEqual(gone);
  }
});

test('a summary tells candidate and observer everything but the candidate’s name', async () => {
  const interview = await Interview.make(server(), PLAN);
  const changed = { title: 'Platform engineer', details: DETAILS };
  await interview.rest(interview.interviewer.token, 'PUT', '/details', changed);
  const { candidate, ...open } = DETAILS;
  for (const [link, secret] of [
    [interview.interviewer, { candidate }],
    [interview.candidate, {}],
    [interview.observer, {}],
  ] as const) {
    const summary = await (await interview.rest(link.token, 'GET')).json();
    expect(summary).toEqual({
      id: interview.id,
      title: 'Platform engineer',
      state: 'waiting',
      participant_count: 0,
      role: link.role,
      ...open,
      ...secret,
    });
  }
});

test('bodies outside their bounds are refused', async () => {
  const interview = await judged();
  const { token } = interview.interviewer;
  const details = (more: object) => ({ details: { ...DETAILS, ...more } });
  for (const [method, path, body] of [
    ['PUT', '/details', {}],
    ['PUT', '/details', details({ minutes: 0 })],
    ['PUT', '/details', details({ candidate: 'x'.repeat(121) })],
    ['PUT', '/details', details({ scheduled_at: 'tomorrow' })],
    ['PUT', '/details', { ...details({}), title: ' ' }],
    ['PUT', '/details', { ...details({}), plan: {} }],
    ['PUT', '/decision', { outcome: 'maybe', reason: 'x' }],
    ['PUT', '/decision', { outcome: 'yes', reason: '' }],
    ['POST', '/links', {}],
    ['POST', '/links', { role: 'host' }],
    ['POST', '/links', { role: 'observer', days: 0 }],
    ['POST', '/links', { role: 'observer', label: 'x'.repeat(121) }],
  ] as const) {
    const answer = await interview.rest(token, method, path, body);
    const problem = { status: 400, type: 'invalid-body' };
    expect(await problemOf(answer), `${path} ${JSON.stringify(body)}`).toEqual(problem);
  }
  const own = await interview.rest(token, 'DELETE', `/links/${interview.interviewer.id}`);
  expect(await problemOf(own)).toEqual({ status: 403, type: 'not-allowed' });
  const unknown = await interview.rest(token, 'DELETE', '/links/AAAAAAAAAAAA');
  expect(await problemOf(unknown)).toEqual({ status: 404, type: 'link-not-found' });
  const second = await interview.link('interviewer');
  const early = { outcome: 'yes', reason: 'x' };
  const undecided = await interview.rest(second.token, 'PUT', '/decision', early);
  expect(await problemOf(undecided)).toEqual({ status: 409, type: 'scorecard-missing' });
});

test('a new title reaches everybody in the interview, and stays after a restart', async () => {
  const interview = await Interview.make(server(), PLAN);
  const { token } = interview.interviewer;
  const ana = await interview.come(interview.interviewer, 'Ana');
  const cem = await interview.come(interview.candidate, 'Cem');
  const answer = await interview.rest(token, 'PUT', '/details', {
    title: 'Platform engineer',
    details: DETAILS,
  });
  expect(answer.status).toBe(200);
  await expect.poll(() => ana.changes('plan').at(-1)?.title).toBe('Platform engineer');
  expect(ana.changes('plan').at(-1)?.questions).toHaveLength(PLAN.questions?.length ?? 0);
  await expect.poll(() => cem.changes('outline').at(-1)?.title).toBe('Platform engineer');
  expect(cem.told, 'the name is for interviewers').not.toContain('Cora');

  await test.step('a plan that is changed next keeps the details', async () => {
    await ana.do({ kind: 'set_plan', plan: { ...PLAN, title: 'Site engineer' } });
    const report = await interview.report();
    expect(report).toMatchObject({ title: 'Site engineer', details: DETAILS });
  });
  ana.close();
  cem.close();
  await server().kill();
  await server().restart();
  expect(await interview.report()).toMatchObject({ title: 'Site engineer', details: DETAILS });
});
