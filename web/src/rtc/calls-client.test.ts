import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { CallsClient, type Identity } from './calls-client';
import { FakeSignalingSocket } from './testing/fake-signaling-socket';

let sockets: FakeSignalingSocket[];
let client: CallsClient;
let forgotten: number;

const identity: Identity = {
  prove: async (signIn) => void (await signIn({})),
  forget: () => {
    forgotten += 1;
  },
};

function socket(): FakeSignalingSocket {
  const last = sockets.at(-1);
  if (!last) throw new Error('no socket was opened');
  return last;
}

async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}

async function signIn(): Promise<void> {
  socket().receive('connect');
  await settle();
  socket()
    .take('sign_in')
    .ack({ ok: { token: 't', server_time: 0 } });
  await settle();
}

beforeEach(async () => {
  vi.useFakeTimers();
  sockets = [];
  forgotten = 0;
  client = new CallsClient(
    () => {
      const opened = new FakeSignalingSocket();
      sockets.push(opened);
      return opened;
    },
    identity,
    () => 0.5,
  );
  client.start();
  await signIn();
});

afterEach(() => {
  client.close();
  vi.useRealTimers();
});

it('signs in again after a drop, and says once that it was down', async () => {
  const down = vi.fn();
  client.events.on('down', down);
  socket().receive('disconnect');
  await vi.advanceTimersByTimeAsync(1_000);
  socket().receive('connect_error');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sockets).toHaveLength(3);
  await signIn();
  expect(client.isUp).toBe(true);
  expect(down).toHaveBeenCalledTimes(1);
});

it('waits as long as a closing server asks', async () => {
  socket().receive('server_closing', { reconnect_after_ms: 4_000 });
  socket().receive('disconnect');
  client.poke();
  await vi.advanceTimersByTimeAsync(3_999);
  expect(sockets).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(2_001);
  expect(sockets).toHaveLength(2);
});

it('waits as long as a server that is busy asks, and forgets a token that is not taken', async () => {
  socket().receive('disconnect');
  await vi.advanceTimersByTimeAsync(1_000);
  socket().receive('connect');
  await settle();
  socket()
    .take('sign_in')
    .ack({ error: { code: 'invalid_token', message: '', retry_after_ms: 5_000 } });
  await settle();
  expect(forgotten).toBe(1);
  await vi.advanceTimersByTimeAsync(4_999);
  expect(sockets).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(sockets).toHaveLength(3);
});

it('takes the room of a call back onto the new connection at once, however long the server was gone', async () => {
  const room = client.room(0);
  const heard: string[] = [];
  for (const event of ['connect', 'disconnect']) room.on(event, () => heard.push(event));
  await settle();
  socket().receive('disconnect');
  expect(heard).toEqual(['connect', 'disconnect']);
  const next = client.room(1);
  next.on('connect', () => heard.push('again'));
  for (let tries = 0; tries < 20; tries += 1) {
    await vi.advanceTimersByTimeAsync(8_000);
    if (tries < 19) socket().receive('connect_error');
  }
  // A refused connection ends the share too, and the room takes another share at once.
  const last = client.room(2);
  last.on('connect', () => heard.push('at last'));
  await signIn();
  expect(heard).toEqual(['connect', 'disconnect', 'at last']);
});

it('leaves no timer and no socket when it is closed', async () => {
  client.close();
  expect(socket().open).toBe(false);
  expect(vi.getTimerCount()).toBe(0);
});
