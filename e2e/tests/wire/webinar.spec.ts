import { expect, test } from '@playwright/test';

import type { Participant, ViewerPage } from '../../../web/src/protocol/protocol.gen.ts';
import { useServer } from '../../support/server.ts';
import { Client, type Joined, SILENT } from '../../support/signaling.ts';

const VIEWERS = 500;
const server = useServer({
  args: [
    ...['--max-participants', '1000', '--connections-per-address', '2000'],
    ...['--events-per-second', '1000', '--media-port', '0'],
  ],
});

const clients: Client[] = [];
async function connect(): Promise<Client> {
  const client = await Client.connect(server().origin);
  clients.push(client);
  return client;
}
test.afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

const ABLE = { can_forward: true };

async function webinar(): Promise<{ id: string; host: Client; joined: Joined }> {
  const { id, hostToken } = await server().createMeeting();
  const host = await connect();
  const joined = await host.join(id, 'Ana', { host_token: hostToken, ...ABLE });
  await host.ok('set_room', { webinar: true });
  return { id, host, joined };
}

/** Events that arrived after `from`, in bytes of JSON. */
function bytes(client: Client, from: number): number {
  return client.events
    .slice(from)
    .reduce((sum, { name, payload }) => sum + JSON.stringify([name, payload]).length, 0);
}

test('500 viewers join: each is told the stage and a count, and costs the others next to nothing', async () => {
  test.setTimeout(180_000);
  const { id, host } = await webinar();
  const guest = await connect();
  const { participant_id } = await guest.join(id, 'Ben', ABLE);
  await host.ok('set_role', { participant_id, role: 'guest' });
  await expect.poll(() => host.named('participant_joined').length).toBe(1);

  const idle = await server().residentMiB();
  const [atHost, started] = [host.events.length, Date.now()];
  const viewers: { client: Client; reply: Joined }[] = [];
  for (let done = 0; done < VIEWERS; done += 25) {
    const names = Array.from({ length: 25 }, (_, index) => `Viewer ${done + index}`);
    const some = names.map(async (name) => {
      const client = await connect();
      return { client, reply: await client.join(id, name, ABLE) };
    });
    viewers.push(...(await Promise.all(some)));
  }
  const seconds = (Date.now() - started) / 1000;
  const last = () => host.named('viewers_changed').at(-1)?.payload.viewers;
  await expect.poll(last, { timeout: 15_000 }).toBe(VIEWERS);

  for (const { reply } of viewers) {
    const known = reply.room.participants.map(({ name }) => name);
    expect(known.slice(0, 2)).toEqual(['Ana', 'Ben']);
    expect(known).toHaveLength(3);
  }
  const kinds = new Set(viewers.flatMap(({ client }) => client.events.map(({ name }) => name)));
  expect([...kinds].sort()).toEqual(['viewers_changed']);
  // One count in two seconds, and one more at the end.
  const counts = Math.ceil(seconds / 2) + 2;
  expect(host.events.length - atHost).toBeLessThanOrEqual(counts);
  for (const { client } of viewers) expect(client.events.length).toBeLessThanOrEqual(counts);

  const memory = (await server().residentMiB()) - idle;
  const replies = viewers.map(({ reply }) => JSON.stringify(reply).length);
  const told = viewers.reduce((sum, { client }) => sum + client.events.length, 0);
  const figures = {
    joins_per_second: Math.round(VIEWERS / seconds),
    reply_bytes: Math.max(...replies),
    events_per_viewer: told / VIEWERS,
    event_bytes_per_viewer:
      viewers.reduce((sum, { client }) => sum + bytes(client, 0), 0) / VIEWERS,
    events_at_host: host.events.length - atHost,
    bytes_at_host: bytes(host, atHost),
    memory_mb: Math.round(memory * 10) / 10,
    kb_per_viewer: Math.round((memory * 1024) / VIEWERS),
  };
  test.info().annotations.push({ type: 'figures', description: JSON.stringify(figures) });
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  expect(figures.reply_bytes).toBeLessThan(4_000);
  expect(figures.kb_per_viewer).toBeLessThan(100);

  // The host pages through them.
  const listed = new Set<string>();
  let after: string | undefined;
  let more = true;
  while (more) {
    const page: ViewerPage = await host.ok('list_viewers', { limit: 100, ...(after && { after }) });
    for (const viewer of page.viewers) listed.add(viewer.id);
    after = page.viewers.at(-1)?.id;
    more = page.has_more;
  }
  expect(listed.size).toBe(VIEWERS);

  // A hand is raised, brought to the stage, seen by all, and sent back.
  const raised = viewers[17];
  const other = viewers[400];
  if (!raised || !other) throw new Error('they joined');
  await raised.client.ok('raise_hand', { raised: true });
  const hands = () => host.named('hands_changed').at(-1)?.payload.hands as Participant[];
  await expect.poll(() => hands()?.map((one) => one.name)).toEqual(['Viewer 17']);
  expect(other.client.named('hands_changed')).toEqual([]);
  const target = { participant_id: raised.reply.participant_id };
  const media = { ...SILENT, camera: true };
  expect((await raised.client.error('set_media', { media })).code).toBe('not_allowed');
  await host.ok('set_role', { ...target, role: 'guest' });
  await expect
    .poll(() => other.client.named('participant_joined').at(-1)?.payload.participant.name)
    .toBe('Viewer 17');
  await raised.client.ok('set_media', { media });
  await expect
    .poll(() => other.client.named('participant_changed').at(-1)?.payload.participant.media)
    .toEqual(media);
  await host.ok('set_role', { ...target, role: 'viewer' });
  await expect
    .poll(() => other.client.named('participant_left').at(-1)?.payload)
    .toEqual({ ...target, reason: 'to_audience' });
  await expect.poll(() => hands()).toEqual([]);
});

test('a viewer comes back as a viewer, also after a restart of the server', async () => {
  const { id, host, joined } = await webinar();
  const viewer = await connect();
  const first = await viewer.join(id, 'Ben', ABLE);
  const guest = await connect();
  const second = await guest.join(id, 'Cleo', ABLE);
  await host.ok('set_role', { participant_id: second.participant_id, role: 'guest' });
  await server().kill();
  await server().restart();
  const back = async (reply: Joined, name: string) =>
    (await connect()).join(id, name, { token: reply.token, ...ABLE });
  await back(joined, 'Ana');
  const roles = [];
  for (const [reply, name] of [
    [first, 'Ben'],
    [second, 'Cleo'],
  ] as const) {
    const { participant_id, room } = await back(reply, name);
    roles.push(room.participants.find((one) => one.id === participant_id)?.role);
  }
  expect(roles).toEqual(['viewer', 'guest']);
});

test('a client that cannot use the server is refused, and told why', async () => {
  const { id } = await webinar();
  const old = await connect();
  const join = { meeting_id: id, name: 'Ben', media: SILENT };
  expect((await old.error('join', join)).code).toBe('media_server_required');
});
