import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { Reconnector } from './reconnector';
import type { OpenSocket } from './signaling-socket';
import { FakeSignalingSocket } from './testing/fake-signaling-socket';

let opened: { socket: FakeSignalingSocket; at: number; attempt: number }[];
let dropped: boolean[];

function socket(): FakeSignalingSocket {
  const last = opened.at(-1);
  if (!last) throw new Error('no socket was opened');
  return last.socket;
}

const openSocket: OpenSocket = (attempt) => {
  const fake = new FakeSignalingSocket();
  opened.push({ socket: fake, at: Date.now(), attempt });
  return fake;
};

function reconnector(random: () => number = () => 0.5, open = openSocket): Reconnector {
  const one: Reconnector = new Reconnector(
    open,
    {
      opened: () => {},
      connected: () => one.ready(),
      dropped: (wasReady) => dropped.push(wasReady),
      probe: (alive) => one.socket?.emit('probe', {}, alive),
    },
    random,
  );
  return one;
}

/** A reconnector with a connection that has been up for a minute. */
function connected(random?: () => number): Reconnector {
  const one = reconnector(random);
  one.start();
  socket().receive('connect');
  vi.advanceTimersByTime(60_000);
  return one;
}

/** Waits between attempts while every attempt fails. */
function waits(attempts: number): number[] {
  const found: number[] = [];
  for (let n = 0; n < attempts; n += 1) {
    const failedAt = Date.now();
    socket().receive(n === 0 ? 'disconnect' : 'connect_error');
    const before = opened.length;
    vi.advanceTimersToNextTimer();
    expect(opened).toHaveLength(before + 1);
    found.push(Date.now() - failedAt);
  }
  return found;
}

beforeEach(() => {
  vi.useFakeTimers();
  opened = [];
  dropped = [];
});

afterEach(() => {
  vi.useRealTimers();
});

describe('backoff', () => {
  it('doubles up to eight seconds and stays there', () => {
    connected(() => 0);
    expect(waits(8)).toEqual([0, 500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
  });

  it('gives every wait a random share, the first one of up to a second', () => {
    connected(() => 0.999);
    const [first, second, ...later] = waits(7);
    expect(first).toBe(999);
    expect(second).toBe(250);
    expect(later.at(-1)).toBe(4_004);
  });

  it('spreads the clients of a restarted server', () => {
    const clients = 100;
    const times: number[] = [];
    for (let n = 0; n < clients; n += 1) {
      reconnector(() => (n + 0.5) / clients).start();
      socket().receive('connect');
    }
    vi.advanceTimersByTime(60_000);
    const first = opened.map(({ socket }) => socket);
    opened = [];
    const down = Date.now();
    for (const one of first) one.receive('disconnect');
    vi.advanceTimersByTime(1_000);
    for (const { at } of opened) times.push(at - down);
    expect(times).toHaveLength(clients);
    const perTenth = Array.from({ length: 10 }, (_, tenth) => {
      return times.filter((at) => Math.floor(at / 100) === tenth).length;
    });
    expect(Math.max(...perTenth)).toBeLessThanOrEqual(clients / 10 + 2);
  });

  it('starts anew after a connection that lasted, not after one that was dropped at once', () => {
    connected(() => 0);
    waits(4);
    socket().receive('connect');
    expect(waits(1)).toEqual([4_000]);
    socket().receive('connect');
    vi.advanceTimersByTime(5_000);
    expect(waits(1)).toEqual([0]);
  });

  it('goes on for as long as the server is gone, and comes back within eight seconds of it', () => {
    connected(() => 0.5);
    const gone = Date.now();
    socket().receive('disconnect');
    while (Date.now() - gone < 10 * 60_000) {
      vi.advanceTimersToNextTimer();
      socket().receive('connect_error');
    }
    const back = Date.now();
    vi.advanceTimersToNextTimer();
    expect(Date.now() - back).toBeLessThanOrEqual(8_000);
    expect(opened.length, 'attempts in ten minutes').toBeLessThan(110);
    socket().receive('connect');
    expect(dropped.filter((wasReady) => wasReady)).toHaveLength(1);
    vi.advanceTimersByTime(60_000);
    expect(socket().open).toBe(true);
  });

  it('tries the other transport on every second attempt', () => {
    connected();
    waits(3);
    expect(opened.map(({ attempt }) => attempt)).toEqual([0, 1, 2, 3]);
  });
});

describe('a time the server names', () => {
  it('is kept, whatever happens meanwhile', () => {
    const one = connected(() => 0);
    socket().receive('server_closing', { reconnect_after_ms: 3_000 });
    socket().receive('disconnect');
    one.poke();
    vi.advanceTimersByTime(2_999);
    expect(opened).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(opened).toHaveLength(2);
  });

  it.each([
    [1_000, 1_000],
    [10_000, 5_000],
  ])('spreads those who wait for %d ms over %d ms after it', (asked, spread) => {
    const waited = (random: number): number => {
      vi.clearAllTimers();
      connected(() => random);
      const down = Date.now();
      socket().receive('server_closing', { reconnect_after_ms: asked });
      socket().receive('disconnect');
      vi.advanceTimersToNextTimer();
      return Date.now() - down;
    };
    expect(waited(0)).toBe(asked);
    expect(waited(0.5)).toBe(asked + spread / 2);
    expect(waited(0.999)).toBe(Math.floor(asked + spread * 0.999));
  });

  it('is forgotten once the client is back', () => {
    connected(() => 0);
    socket().receive('server_closing', { reconnect_after_ms: 30_000 });
    socket().receive('disconnect');
    vi.advanceTimersByTime(30_000);
    socket().receive('connect');
    vi.advanceTimersByTime(60_000);
    expect(waits(1)).toEqual([0]);
  });
});

describe('the network', () => {
  it('is back: a retry is made at once', () => {
    const one = connected();
    waits(6);
    socket().receive('connect_error');
    const before = opened.length;
    one.poke();
    expect(opened).toHaveLength(before + 1);
    one.poke();
    expect(opened, 'an attempt under way is left alone').toHaveLength(before + 1);
  });

  it('is gone: a connection that answers no probe is replaced', () => {
    const one = connected(() => 0);
    one.probe();
    one.probe();
    expect(socket().sent).toHaveLength(1);
    vi.advanceTimersByTime(3_000);
    expect(dropped).toEqual([true]);
    one.probe();
    expect(dropped, 'a probe does not hurry a retry').toEqual([true]);
  });

  it('changed: a connection that answers the probe stays', () => {
    const one = connected();
    one.poke();
    socket().take('probe').ack({ error: {} });
    vi.advanceTimersByTime(60_000);
    expect(opened).toHaveLength(1);
  });
});

describe('a connection attempt', () => {
  it('that is never answered is given up after ten seconds', () => {
    reconnector(() => 0).start();
    const [first] = opened;
    vi.advanceTimersByTime(10_000);
    expect(first?.socket.open).toBe(false);
    vi.advanceTimersByTime(1);
    expect(opened).toHaveLength(2);
    expect(dropped).toEqual([false]);
  });

  it('of which late events arrive does not disturb the next one', () => {
    connected(() => 0);
    const old = socket();
    waits(1);
    socket().receive('connect');
    old.receive('disconnect');
    old.receive('connect_error');
    expect(socket().open).toBe(true);
    expect(opened).toHaveLength(2);
  });
});

it('stops for good when it is closed, as after a second tab took the presence', () => {
  const one = connected();
  one.close();
  expect(socket().open).toBe(false);
  one.poke();
  one.probe();
  one.reconnect();
  socket().receive('disconnect');
  expect(vi.getTimerCount()).toBe(0);
  expect(opened).toHaveLength(1);
});

it('hands its socket out for a last message', () => {
  const one = connected();
  expect(one.release()).toBe(socket());
  expect(socket().open).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

describe('a share of a connection that somebody else keeps', () => {
  const shared = Object.assign((attempt: number) => openSocket(attempt), { isShared: true });

  it('is waited for without end, and taken again at once', () => {
    reconnector(() => 0.5, shared).start();
    vi.advanceTimersByTime(10 * 60_000);
    expect(opened).toHaveLength(1);
    socket().receive('connect');
    socket().receive('disconnect');
    vi.advanceTimersByTime(1);
    expect(opened).toHaveLength(2);
  });

  it('still waits as long as the server asks', () => {
    const one = reconnector(() => 0, shared);
    one.start();
    one.postpone(2_000);
    one.reconnect();
    vi.advanceTimersByTime(1_999);
    expect(opened).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(opened).toHaveLength(2);
  });
});
