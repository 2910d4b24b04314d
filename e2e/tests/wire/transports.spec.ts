/** The official client over each transport, and clients that violate the protocol. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { Manager, type ManagerOptions, type Socket } from 'socket.io-client';

import { useServer } from '../../support/server.ts';
import { Client } from '../../support/signaling.ts';

const server = useServer({ args: ['--connections-per-address', '40', '--dialects', 'all'] });

const sockets: Socket[] = [];
test.afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect();
});

function manager(options: Partial<ManagerOptions> = {}): Manager {
  return new Manager(server().origin, { reconnection: false, ...options });
}

async function connect(over: Manager, namespace: string): Promise<Socket> {
  const socket = over.socket(namespace);
  sockets.push(socket);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return socket;
}

function time(socket: Socket): Promise<{ ok: { server_time: number } }> {
  return socket.timeout(10_000).emitWithAck('time', {});
}

test('the server offers the official client, unchanged, to pages of every origin', async () => {
  for (const file of ['socket.io.js', 'socket.io.min.js', 'socket.io.esm.min.js']) {
    const url = `${server().origin}/socket.io/${file}`;
    const answer = await fetch(url, { headers: { origin: 'https://anybody.example' } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    const published = new URL(`../../node_modules/socket.io-client/dist/${file}`, import.meta.url);
    expect(await answer.text()).toBe(await readFile(published, 'utf8'));
    const known = { 'if-none-match': answer.headers.get('etag') ?? '' };
    expect((await fetch(url, { headers: known })).status).toBe(304);
    const head = await fetch(url, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  }
  expect((await fetch(`${server().origin}/socket.io/other.js`)).status).toBe(404);
});

for (const transports of [['polling'], ['websocket'], ['polling', 'websocket']]) {
  test(`requests are answered in order over ${transports.join(', then ')}`, async () => {
    const socket = await connect(manager({ transports }), '/');
    const order: number[] = [];
    const answers: Promise<unknown>[] = [];
    const ask = async () => {
      for (let batch = 0; batch < 10; batch += 1) {
        for (let each = 0; each < 10; each += 1) {
          const number = answers.length;
          answers.push(time(socket).then(() => order.push(number)));
        }
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    await ask();
    await expect.poll(() => socket.io.engine.transport.name).toBe(transports.at(-1));
    await ask();
    await Promise.all(answers);
    expect(order).toEqual(Array.from({ length: 200 }, (_, number) => number));
    expect(socket.connected).toBe(true);
  });
}

test('each namespace over one transport has a socket of its own', async () => {
  const one = manager();
  const [native, rooms] = [await connect(one, '/'), await connect(one, '/rooms')];
  expect(rooms.id).not.toBe(native.id);
  expect((await time(native)).ok.server_time).toBeGreaterThan(0);
  rooms.disconnect();
  expect((await time(native)).ok.server_time).toBeGreaterThan(0);
  const before = rooms.id;
  const again = new Promise((resolve) => rooms.once('connect', () => resolve(undefined)));
  rooms.connect();
  await again;
  expect(rooms.id).not.toBe(before);
});

test('a namespace that is none is refused, and the others go on', async () => {
  const one = manager();
  const native = await connect(one, '/');
  await expect(connect(one, '/nowhere')).rejects.toThrow('Invalid namespace');
  expect((await time(native)).ok.server_time).toBeGreaterThan(0);
});

test('an address with too many connections is told so', async () => {
  const clients: Client[] = [];
  for (let count = 0; count < 40; count += 1) {
    clients.push(await Client.connect(server().origin));
  }
  for (const transport of ['websocket', 'polling'] as const) {
    await expect(Client.connect(server().origin, transport)).rejects.toThrow(/at most 40/);
  }
  for (const client of clients) client.close();
  await expect
    .poll(async () => {
      const client = await Client.connect(server().origin).catch(() => undefined);
      client?.close();
      return Boolean(client);
    })
    .toBe(true);
});

test('the session is a secret of its client, and polling is never cached', async () => {
  const opened = await fetch(`${server().origin}/socket.io/?EIO=4&transport=polling`);
  expect(opened.headers.get('cache-control')).toBe('no-store');
  const { sid } = JSON.parse((await opened.text()).slice(1));
  const url = `${server().origin}/socket.io/?EIO=4&transport=polling&sid=${sid}`;
  expect(await (await fetch(url, { method: 'POST', body: '40' })).text()).toBe('ok');
  const polled = await fetch(url);
  expect(polled.headers.get('cache-control')).toBe('no-store');
  const connected = JSON.parse((await polled.text()).slice(2));
  expect(connected.sid).not.toContain(sid);
  expect((await fetch(`${url}x`)).status).toBe(400);
});
