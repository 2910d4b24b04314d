import { expect, it, vi } from 'vitest';

import { SharedSocket } from './shared-socket';
import type { SignalingSocket } from './signaling-socket';

class FakeSocket implements SignalingSocket {
  readonly listeners: [string, (...args: never[]) => void][] = [];
  readonly emitted: string[] = [];
  readonly disconnect = vi.fn();

  on(event: string, listener: (...args: never[]) => void): void {
    this.listeners.push([event, listener]);
  }

  emit(event: string): void {
    this.emitted.push(event);
  }

  tell(event: string, ...args: unknown[]): void {
    for (const [name, listener] of this.listeners) {
      if (name === event) (listener as (...args: unknown[]) => void)(...args);
    }
  }
}

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
  const connection = new FakeSocket();
  shared.handleUp(connection);
  const late = open(shared);
  expect(late.heard, 'not while it is being opened').toEqual([]);
  await Promise.resolve();
  connection.tell('signal');
  for (const { heard } of [early, late]) expect(heard).toEqual(['connect', 'signal']);
});

it('leaves the connection to the other after having left the room', async () => {
  const drop = vi.fn();
  const shared = new SharedSocket(drop);
  const connection = new FakeSocket();
  shared.handleUp(connection);
  const { socket, heard } = open(shared);
  await Promise.resolve();
  socket.emit('join');
  socket.emit('leave');
  socket.disconnect();
  connection.tell('signal');
  shared.handleDown();
  expect(connection.emitted).toEqual(['join', 'leave']);
  expect(drop).not.toHaveBeenCalled();
  expect(heard).toEqual(['connect']);
});

it('gives up a connection that still has a participant nobody has left', async () => {
  const drop = vi.fn();
  const shared = new SharedSocket(drop);
  shared.handleUp(new FakeSocket());
  const { socket } = open(shared);
  socket.emit('join');
  socket.disconnect();
  expect(drop).toHaveBeenCalledTimes(1);
});

it('goes with the connection, and the next is another', async () => {
  const shared = new SharedSocket(() => {});
  const waiting = open(shared);
  shared.handleDown();
  expect(waiting.heard).toEqual(['connect_error']);
  const first = new FakeSocket();
  shared.handleUp(first);
  const { socket, heard } = open(shared);
  await Promise.resolve();
  shared.handleDown();
  expect(heard).toEqual(['connect', 'disconnect']);
  shared.handleUp(new FakeSocket());
  socket.emit('join');
  await Promise.resolve();
  expect(heard).toEqual(['connect', 'disconnect']);
  expect(first.emitted).toEqual([]);
});
