import type { ErrorCode, Participant } from '../../../web/src/protocol/protocol.gen.ts';
import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';
import { Client, type Joined, SILENT } from '../../support/signaling.ts';

const server = useServer();
let clients: Client[] = [];

test.afterEach(() => {
  for (const client of clients) client.close();
  clients = [];
});

async function connect(): Promise<Client> {
  const client = await Client.connect(server().origin);
  clients.push(client);
  return client;
}

/** The room's snapshot, as its creator sees it. */
async function snapshot(id: string, hostToken: string): Promise<Joined['room']> {
  const watcher = await connect();
  const { room } = await watcher.join(id, 'Watcher', { host_token: hostToken });
  await watcher.ok('leave', {});
  watcher.close();
  const participants = room.participants.filter(({ name }) => name !== 'Watcher');
  return { ...room, participants };
}

/** All host requests: on a participant, on a waiting guest, and on the room. */
function hostRequests(who: string, waiting: string): [string, object][] {
  const target = { participant_id: who };
  return [
    ['admit', { participant_id: waiting }],
    ['admit_all', {}],
    ['deny', { participant_id: waiting }],
    ['set_room', { locked: true }],
    ['set_room', { lobby: false }],
    ['set_room', { chat: 'hosts', share: 'hosts', record: 'hosts' }],
    ['set_room', { link_preview: true }],
    ['set_title', { title: 'Mine' }],
    ['set_name', { name: 'mine' }],
    ['set_password', { password: 'mine' }],
    ['set_password', { password: null }],
    ['stop_source', { ...target, source: 'microphone' }],
    ['stop_source', { ...target, source: 'camera' }],
    ['stop_source', { ...target, source: 'screen_share' }],
    ['mute_all', {}],
    ['ask_to_unmute', target],
    ['lower_hand', target],
    ['rename', { ...target, name: 'Renamed' }],
    ['remove', { ...target, may_return: true }],
    ['remove', { ...target, may_return: false }],
    ['set_role', { ...target, role: 'guest' }],
    ['end_meeting', {}],
  ];
}

test('whatever a guest sends, it can do nothing that is a host’s', async () => {
  const { id, hostToken } = await server().createMeeting();
  const [ana, ben, mallory, waiter] = [
    await connect(),
    await connect(),
    await connect(),
    await connect(),
  ];
  await ana.join(id, 'Ana', { host_token: hostToken });
  const media = { ...SILENT, microphone: true, camera: true, screen_share: true };
  const { participant_id: b } = await ben.join(id, 'Ben', { media });
  const { participant_id: m } = await mallory.join(id, 'Mallory');
  await ben.ok('raise_hand', { raised: true });
  await ana.ok('set_room', { lobby: true });
  const { participant_id: w } = await waiter.ok<{ participant_id: string }>('join', {
    meeting_id: id,
    name: 'Waiter',
    media: SILENT,
  });
  const before = await snapshot(id, hostToken);
  await expect.poll(() => ana.named('lobby_changed').length).toBe(1);
  const told = [ana, ben, waiter].map(({ events }) => events.length);

  for (const [event, payload] of hostRequests(b, w)) {
    const { code } = await mallory.error(event, payload);
    expect(code, `${event} ${JSON.stringify(payload)}`).toBe('not_allowed' satisfies ErrorCode);
  }
  // Nobody can claim a host's role for themselves.
  for (const role of ['host', 'co_host']) {
    const { code } = await mallory.error('set_role', { participant_id: m, role });
    expect(code).toBe('not_allowed');
  }
  expect(mallory.named('lobby_changed')).toEqual([]);

  expect(await snapshot(id, hostToken)).toEqual(before);
  // Only the watchers' own joins and leaves were sent.
  const others = (client: Client, from: number) =>
    client.events.slice(from).filter(({ payload }) => {
      const name = (payload as { participant?: Participant }).participant?.name;
      return name !== 'Watcher' && !('reason' in payload);
    });
  for (const [index, client] of [ana, ben, waiter].entries()) {
    expect(others(client, told[index] ?? 0)).toEqual([]);
  }
});

test('a co-host does all but name co-hosts, end the meeting and act on the host', async () => {
  const { id, hostToken } = await server().createMeeting();
  const [ana, ben] = [await connect(), await connect()];
  const { participant_id: a } = await ana.join(id, 'Ana', { host_token: hostToken });
  const { participant_id: b } = await ben.join(id, 'Ben');
  await ana.ok('set_role', { participant_id: b, role: 'co_host' });

  const target = { participant_id: a };
  for (const [event, payload] of [
    ['stop_source', { ...target, source: 'microphone' }],
    ['ask_to_unmute', target],
    ['lower_hand', target],
    ['rename', { ...target, name: 'Renamed' }],
    ['remove', { ...target, may_return: true }],
    ['set_role', { participant_id: b, role: 'host' }],
    ['end_meeting', {}],
  ] as const) {
    expect((await ben.error(event, payload)).code, event).toBe('not_allowed');
  }
  await ben.ok('set_room', { locked: true });
  const cem = await connect();
  const join = { meeting_id: id, name: 'Cem', media: SILENT };
  expect((await cem.error('join', join)).code).toBe('meeting_locked');
});

test('one who waits in the lobby can ask for nothing', async () => {
  const { id, hostToken } = await server().createMeeting();
  const [ana, waiter] = [await connect(), await connect()];
  const { participant_id: a } = await ana.join(id, 'Ana', { host_token: hostToken });
  await ana.ok('set_room', { lobby: true });
  const { participant_id: w } = await waiter.ok<{ participant_id: string }>('join', {
    meeting_id: id,
    name: 'Waiter',
    media: SILENT,
  });
  for (const [event, payload] of [
    ...hostRequests(a, w),
    ['set_media', { media: SILENT }],
    ['send_chat', { client_id: 'c', text: 'hello' }],
    ['chat_history', {}],
    ['react', { reaction: '👍' }],
    ['raise_hand', { raised: true }],
    ['signal', { to: a, signal: { type: 'candidate', candidate: 'candidate:1' } }],
    ['ice_servers', {}],
  ] as [string, object][]) {
    expect((await waiter.error(event, payload)).code, event).toBe('not_joined');
  }
  expect(waiter.events).toEqual([]);
});

test('only hosts share and chat, whatever a guest says that it sends', async () => {
  const { id, hostToken } = await server().createMeeting();
  const [ana, ben] = [await connect(), await connect()];
  await ana.join(id, 'Ana', { host_token: hostToken });
  const { token } = await ben.join(id, 'Ben');
  await ana.ok('set_room', { share: 'hosts', chat: 'hosts' });
  const media = { ...SILENT, screen_share: true };
  expect((await ben.error('set_media', { media })).code).toBe('not_allowed');
  const message = { client_id: 'c1', text: 'hello' };
  expect((await ben.error('send_chat', message)).code).toBe('not_allowed');
  const back = await connect();
  const { room } = await back.join(id, 'Ben', { media, token });
  expect(room.participants.map((one) => one.media.screen_share)).toEqual([false, false]);
});
