import { expect, it, vi } from 'vitest';

import { SharedSocket } from './shared-socket';
import { SignalingClient } from './signaling';
import { FakeSignalingSocket } from './testing/fake-signaling-socket';

function open(shared: SharedSocket) {
  const heard: string[] = [];
  const socket = shared.open(0);
  for (const event of ['connect', 'disconnect', 'connect_error', 'signal']) {
    socket.on(event, () => heard.push(event));
  }
  return { socket, heard };
}

it('is connected as soon as the connection is, and hears what comes on it', async () => {
  const shared = new SharedSocket(() => {});
  const early = open(shared);
  expect(early.heard).toEqual([]);
  const connection = new FakeSignalingSocket();
  shared.handleUp(connection);
  const late = open(shared);
  expect(late.heard, 'not while it is being opened').toEqual([]);
  await Promise.resolve();
  connection.receive('signal');
  for (const { heard } of [early, late]) expect(heard).toEqual(['connect', 'signal']);
});

it('leaves the connection to the other after having left the room', async () => {
  const drop = vi.fn();
  const shared = new SharedSocket(drop);
  const connection = new FakeSignalingSocket();
  shared.handleUp(connection);
  const { socket, heard } = open(shared);
  await Promise.resolve();
  socket.emit('join');
  socket.emit('leave');
  socket.disconnect();
  connection.receive('signal');
  shared.handleDown();
  expect(connection.sent.map(({ event }) => event)).toEqual(['join', 'leave']);
  expect(drop).not.toHaveBeenCalled();
  expect(heard).toEqual(['connect']);
});

it('gives up a connection that still has a participant nobody has left', async () => {
  const drop = vi.fn();
  const shared = new SharedSocket(drop);
  shared.handleUp(new FakeSignalingSocket());
  const { socket } = open(shared);
  socket.emit('join');
  socket.disconnect();
  expect(drop).toHaveBeenCalledTimes(1);
});

it('keeps a connection for what else was asked on it when a room is left at once', async () => {
  const drop = vi.fn();
  const shared = new SharedSocket(drop);
  const connection = new FakeSignalingSocket();
  shared.handleUp(connection);
  const client = new SignalingClient(shared.open);
  client.start({
    meetingId: 'abc-defg-hij',
    name: () => 'Ana',
    media: () => ({
      microphone: true,
      camera: false,
      screen_share: false,
      screen_share_audio: false,
    }),
    token: null,
    hostToken: null,
    password: null,
  });
  await Promise.resolve();
  client.leave();
  connection.take('join');
  connection.take('leave').ack({ ok: {} });
  expect(drop).not.toHaveBeenCalled();
  expect(connection.open).toBe(true);
});

it('goes with the connection, and the next is another', async () => {
  const shared = new SharedSocket(() => {});
  const waiting = open(shared);
  shared.handleDown();
  expect(waiting.heard).toEqual(['connect_error']);
  const first = new FakeSignalingSocket();
  shared.handleUp(first);
  const { socket, heard } = open(shared);
  await Promise.resolve();
  shared.handleDown();
  expect(heard).toEqual(['connect', 'disconnect']);
  shared.handleUp(new FakeSignalingSocket());
  socket.emit('join');
  await Promise.resolve();
  expect(heard).toEqual(['connect', 'disconnect']);
  expect(first.sent).toEqual([]);
});

it('takes every listener off the connection when a room is left or the connection drops', async () => {
  const shared = new SharedSocket(() => {});
  const connection = new FakeSignalingSocket();
  shared.handleUp(connection);
  for (let rooms = 0; rooms < 20; rooms += 1) open(shared).socket.disconnect();
  expect(connection.listeners).toEqual([]);
  open(shared);
  expect(connection.listeners).toHaveLength(1);
  shared.handleDown();
  expect(connection.listeners).toEqual([]);
});

it('takes a single listener off when asked to', async () => {
  const shared = new SharedSocket(() => {});
  const connection = new FakeSignalingSocket();
  shared.handleUp(connection);
  const socket = shared.open(0);
  const heard = vi.fn();
  socket.on('signal', heard);
  connection.receive('signal');
  socket.off('signal', heard);
  connection.receive('signal');
  expect(heard).toHaveBeenCalledTimes(1);
});
