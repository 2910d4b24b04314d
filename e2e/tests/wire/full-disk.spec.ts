import type { InterviewRole, InterviewView } from '../../../web/src/protocol/protocol.gen.ts';
import { TestInterview } from '../../support/interview.ts';
import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';
import { Client, SILENT } from '../../support/signaling.ts';

const server = useServer({ expectErrors: /cannot keep what was decided|does not serve/ });
let clients: Client[] = [];

test.beforeEach(() => server().setDiskFull(false));

test.afterEach(() => {
  for (const client of clients) client.close();
  clients = [];
});

async function connect(): Promise<Client> {
  const client = await Client.connect(server().origin);
  clients.push(client);
  return client;
}

/** A meeting with its host and a guest. */
async function meeting() {
  const { id, hostToken } = await server().createMeeting();
  const [ana, ben] = [await connect(), await connect()];
  await ana.join(id, 'Ana', { host_token: hostToken });
  const { participant_id } = await ben.join(id, 'Ben');
  return { id, hostToken, ana, ben, participant_id };
}

/** True if a newcomer is refused because the meeting is locked. */
async function isLocked(id: string): Promise<boolean> {
  const client = await connect();
  const ack = await client.request('join', { meeting_id: id, name: 'New', media: SILENT });
  return 'error' in ack && ack.error.code === 'meeting_locked';
}

test('a question that is refused three times is seen by nobody', async () => {
  const interview = await TestInterview.make(server());
  const link = (role: InterviewRole) => new URL(interview.link(role)).hash.slice(1);
  const [ana, cleo] = [await connect(), await connect()];
  await ana.join(interview.id, 'Ana', { link: link('interviewer') });
  await cleo.join(interview.id, 'Cleo', { link: link('candidate') });
  await ana.ok('interview', { kind: 'start' });
  server().setDiskFull(true);
  const ask = { kind: 'ask', question: { text: 'Why?', points: [] } };
  for (let n = 0; n < 3; n++) {
    expect((await ana.error('interview', ask)).code).toBe('storage_unavailable');
  }
  await ana.ok('react', { reaction: '👍' });
  await expect.poll(() => cleo.named('reaction').length).toBe(1);
  const asked = (client: Client) =>
    client.named('interview_changed').filter(({ payload }) => /question/.test(payload.change.kind));
  expect([asked(ana), asked(cleo)]).toEqual([[], []]);
  server().setDiskFull(false);
  await ana.ok('interview', ask);
  await expect.poll(() => asked(cleo).length).toBe(1);
  const again = await connect();
  const { room } = await again.join(interview.id, 'Ben', { link: link('interviewer') });
  expect((room.interview as InterviewView).questions).toHaveLength(1);
});

test('settings that cannot be kept stay as they were', async () => {
  const { ana, ben, participant_id } = await meeting();
  server().setDiskFull(true);
  for (const [event, payload] of [
    ['set_room', { chat: 'hosts' }],
    ['set_room', { lobby: true, locked: true }],
    ['set_password', { password: 'secret' }],
    ['set_role', { participant_id, role: 'co_host' }],
    ['rename', { participant_id, name: 'Benjamin' }],
  ] as const) {
    expect((await ana.error(event, payload)).code, event).toBe('storage_unavailable');
  }
  await ana.ok('react', { reaction: '👍' });
  await expect.poll(() => ben.events.length).toBe(1);
  expect(ben.events.map(({ name }) => name)).toEqual(['reaction']);
  server().setDiskFull(false);
});

test('a lock on a full disk holds, is shown as not kept, and is kept once there is room', async () => {
  const { id, hostToken, ana, ben } = await meeting();
  server().setDiskFull(true);
  expect(await ana.ok('set_room', { locked: true })).toEqual({ kept: false });
  expect(await isLocked(id)).toBe(true);
  await expect.poll(() => ana.named('room_kept').at(-1)?.payload).toEqual({ kept: false });
  expect(ben.named('room_kept')).toEqual([]);
  const other = await connect();
  const { room } = await other.join(id, 'Olga', { host_token: hostToken });
  expect(room.kept).toBe(false);
  // Repeating the request does not write it to the disk.
  expect(await ana.ok('set_room', { locked: true })).toEqual({ kept: false });
  server().setDiskFull(false);
  await expect
    .poll(() => ana.named('room_kept').at(-1)?.payload, { timeout: 20_000 })
    .toEqual({ kept: true });
  expect(await ana.ok('set_room', { locked: true })).toEqual({});
  await server().kill();
  await server().restart();
  expect(await isLocked(id)).toBe(true);
});

test('nothing that is answered as kept is lost by a kill', async () => {
  const { id, ana, participant_id } = await meeting();
  server().setDiskFull(true);
  const answers = [
    await ana.ok('remove', { participant_id, may_return: true }),
    await ana.ok('set_room', { locked: true }),
    await ana.ok('set_room', { locked: true }),
  ];
  expect(answers).toEqual([{ kept: false }, { kept: false }, { kept: false }]);
  await server().kill();
  await server().restart();
  expect(await isLocked(id), 'it was never said to be kept').toBe(false);
});
