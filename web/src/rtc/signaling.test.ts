import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { JoinReply, MediaState } from '../protocol/protocol.gen';
import { type JoinOptions, type RoomEvent, SignalingClient, SignalingError } from './signaling';
import type { SignalingSocket } from './signaling-socket';

const media: MediaState = {
  microphone: true,
  camera: false,
  screen_share: false,
  screen_share_audio: false,
};
const ice = { servers: [], expires_at: 0 };
const base = { participant_id: 'me', token: 'token-1', ice, server_time: 0 };

type Ack = (reply: unknown) => void;

/** The server's end of one connection; the test plays the server. */
class FakeSocket implements SignalingSocket {
  readonly sent: { event: string; payload: unknown; ack: Ack }[] = [];
  open = true;
  readonly #listeners = new Map<string, (...args: never[]) => void>();

  on(event: string, listener: (...args: never[]) => void): void {
    this.#listeners.set(event, listener);
  }

  off(): void {}

  emit(event: string, payload: unknown, ack: Ack): void {
    this.sent.push({ event, payload, ack });
  }

  disconnect(): void {
    this.open = false;
  }

  receive(event: string, ...args: unknown[]): void {
    this.#listeners.get(event)?.(...(args as never[]));
  }

  take(event: string): { payload: unknown; ack: Ack } {
    const index = this.sent.findIndex((request) => request.event === event);
    const [request] = this.sent.splice(index, 1);
    if (index < 0 || !request) throw new Error(`no ${event} was sent`);
    return request;
  }

  join(reply: JoinReply): void {
    this.receive('connect');
    this.take('join').ack({ ok: reply });
  }
}

function joined(seq: number, others: string[] = ['ana', 'ben']): JoinReply {
  const participants = ['me', ...others].map((id) => ({
    id,
    name: id,
    role: 'guest' as const,
    media,
    presence: 'connected' as const,
    joined_at: 0,
  }));
  const everyone = 'everyone' as const;
  const settings = {
    locked: false,
    lobby: false,
    chat: everyone,
    share: everyone,
    record: everyone,
    link_preview: false,
  };
  const room = {
    meeting_id: 'abc-defg-hij',
    started_at: 0,
    participants,
    settings,
    has_password: false,
    waiting: [],
  };
  return { status: 'joined', ...base, room, seq, grace_ms: 30_000 };
}

const resumed: JoinReply = { status: 'resumed', ...base, token: 'token-2' };

let sockets: FakeSocket[];
let client: SignalingClient;
let events: RoomEvent[];
let name: string;

function socket(): FakeSocket {
  const last = sockets.at(-1);
  if (!last) throw new Error('no socket was opened');
  return last;
}

function start(given: Partial<JoinOptions> = {}): void {
  const nothing = { token: null, hostToken: null, password: null };
  const join = { meetingId: 'abc-defg-hij', name: () => name, media: () => media };
  client.start({ ...join, ...nothing, ...given });
}

/** Refuses the join that was just sent. */
function refuse(code: string, more: { retry_after_ms?: number } = {}): void {
  socket()
    .take('join')
    .ack({ error: { code, message: '', ...more } });
}

/** Drops the connection and opens the next one. */
function drop(): void {
  const before = sockets.length;
  socket().receive('disconnect');
  vi.advanceTimersByTime(20_000);
  expect(sockets.length).toBeGreaterThan(before);
}

function candidate(text: string): Parameters<SignalingClient['signal']>[0] {
  return { to: 'ana', transport_id: 't', signal: { type: 'candidate', candidate: text } };
}

/** Sends a request and ignores its outcome. */
function send(text: string): void {
  client.signal(candidate(text)).catch(() => {});
}

function sentCandidates(): unknown[] {
  return socket()
    .sent.filter(({ event }) => event === 'signal')
    .map(({ payload }) => (payload as { signal: { candidate: string } }).signal.candidate);
}

beforeEach(() => {
  vi.useFakeTimers();
  sockets = [];
  events = [];
  name = 'Ana';
  client = new SignalingClient(
    () => {
      const opened = new FakeSocket();
      sockets.push(opened);
      return opened;
    },
    () => 0.5,
  );
  client.events.on('room', (event) => events.push(event));
});

afterEach(() => {
  client.close();
  vi.useRealTimers();
});

describe('joining', () => {
  it('tells name, media and the token of an earlier presence', () => {
    start({ token: 'old' });
    socket().receive('connect');
    expect(socket().take('join').payload).toEqual({
      meeting_id: 'abc-defg-hij',
      name: 'Ana',
      media,
      can_forward: true,
      token: 'old',
    });
  });

  it('comes as somebody new when the token is no longer good', () => {
    start({ token: 'old' });
    socket().receive('connect');
    refuse('invalid_token');
    expect(socket().take('join').payload).not.toHaveProperty('token');
  });

  it('proves to be host beside the token of the presence, and gives the password only without one', () => {
    start({ token: 'old', hostToken: 'host', password: 'sesame' });
    socket().receive('connect');
    const { payload } = socket().take('join');
    expect(payload).toMatchObject({ token: 'old', host_token: 'host' });
    expect(payload).not.toHaveProperty('password');
  });

  it.each([
    ['the presence’s', 1, { host_token: 'host', password: 'sesame' }, 'host'],
    ['the host’s', 2, { token: 'old' }, null],
    ['either', 3, { password: 'sesame' }, null],
  ])('leaves out the token that is not good: %s', (_, refusals, left, hostToken) => {
    start({ token: 'old', hostToken: 'host', password: 'sesame' });
    socket().receive('connect');
    for (let times = 0; times < refusals; times += 1) refuse('invalid_token');
    const { payload, ack } = socket().take('join');
    expect(payload).toEqual({
      meeting_id: 'abc-defg-hij',
      name: 'Ana',
      media,
      can_forward: true,
      ...left,
    });
    ack({ ok: joined(100) });
    expect(client.isUp).toBe(true);
    expect(client.hostToken).toBe(hostToken);
  });

  it('tells at once when too many passwords were tried', () => {
    const failed = vi.fn();
    client.events.on('failed', failed);
    start({ password: 'sesame' });
    socket().receive('connect');
    refuse('rate_limited', { retry_after_ms: 5_000 });
    expect(failed).toHaveBeenCalledWith(
      expect.objectContaining({ code: 'rate_limited', retryAfterMs: 5_000 }),
    );
  });

  it('says at last why it did not work', () => {
    const failed = vi.fn();
    client.events.on('failed', failed);
    start();
    for (let tries = 0; tries < 5; tries += 1) {
      socket().receive('connect');
      refuse('storage_unavailable');
      vi.advanceTimersByTime(6_000);
    }
    expect(failed).toHaveBeenCalledWith(expect.objectContaining({ code: 'storage_unavailable' }));
  });

  it.each([
    'meeting_not_found',
    'room_full',
    'lobby_full',
    'meeting_locked',
    'meeting_ended',
    'password_required',
    'wrong_password',
    'removed',
  ])('ends when told %s', (code) => {
    const failed = vi.fn();
    client.events.on('failed', failed);
    start();
    socket().receive('connect');
    socket()
      .take('join')
      .ack({ error: { code, message: 'why' } });
    expect(failed).toHaveBeenCalledWith({ code, message: 'why' });
    vi.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(1);
    expect(socket().open).toBe(false);
  });

  it('waits as long as it is told to', () => {
    start();
    socket().receive('connect');
    socket()
      .take('join')
      .ack({ error: { code: 'rate_limited', message: '', retry_after_ms: 5_000 } });
    vi.advanceTimersByTime(4_900);
    expect(sockets).toHaveLength(1);
    vi.advanceTimersByTime(2_000);
    expect(sockets).toHaveLength(2);
  });

  it('says that the server is unreachable when it never answers', () => {
    const failed = vi.fn();
    client.events.on('failed', failed);
    start();
    vi.advanceTimersByTime(24_000);
    expect(failed).not.toHaveBeenCalled();
    vi.advanceTimersByTime(2_000);
    expect(failed).toHaveBeenCalledWith(expect.objectContaining({ code: 'unreachable' }));
  });
});

describe('the lobby', () => {
  const waiting: JoinReply = { status: 'waiting', participant_id: 'me', host_present: true };
  let told: [string, unknown][];

  beforeEach(() => {
    told = [];
    for (const name of ['waiting', 'joined', 'denied', 'ended', 'down', 'failed'] as const) {
      client.events.on(name, (event: unknown) => told.push([name, event]));
    }
    start();
    socket().join(waiting);
  });

  const names = (): string[] => told.map(([name]) => name);

  it('is waited in, for as long as it takes, and leads into the room', () => {
    vi.advanceTimersByTime(600_000);
    expect(told).toEqual([['waiting', { hostPresent: true }]]);
    expect(client.isUp).toBe(false);
    socket().receive('admitted', { ...joined(100), server_time: Date.now() + 7 });
    expect(told[1]).toMatchObject(['joined', { clockOffset: 7 }]);
    expect(client.isUp).toBe(true);
    expect(client.token).toBe('token-1');
    socket().receive('room_changed', { started_at: 1 }, 101);
    expect(events).toHaveLength(1);
  });

  it('is knocked at again when the connection drops', () => {
    drop();
    socket().receive('connect');
    const { payload, ack } = socket().take('join');
    expect(payload).not.toHaveProperty('token');
    ack({ ok: { ...waiting, host_present: false } });
    expect(told.at(-1)).toEqual(['waiting', { hostPresent: false }]);
    expect(names()).not.toContain('failed');
  });

  it('ends when a host says no', () => {
    socket().receive('denied', {});
    vi.advanceTimersByTime(60_000);
    expect(names()).toEqual(['waiting', 'denied']);
    expect(sockets).toHaveLength(1);
  });

  it('ends with the meeting', () => {
    socket().receive('meeting_ended', {});
    expect(names()).toEqual(['waiting', 'ended']);
  });

  it('is left with a word', () => {
    client.leave();
    expect(socket().take('leave').payload).toEqual({});
  });

  it('takes any answer for a sign that the connection is alive, and none for a dead one', () => {
    client.poke();
    socket()
      .take('ice_servers')
      .ack({ error: { code: 'not_joined', message: '' } });
    vi.advanceTimersByTime(10_000);
    expect(sockets).toHaveLength(1);
    client.poke();
    vi.advanceTimersByTime(4_000);
    expect(sockets).toHaveLength(2);
  });
});

describe('events of the room', () => {
  beforeEach(() => {
    start();
    socket().join(joined(100));
  });

  it('come once each, whatever is sent again', () => {
    for (const seq of [101, 101, 102, 100])
      socket().receive('room_changed', { started_at: seq }, seq);
    expect(events.map(({ payload }) => payload)).toEqual([
      { started_at: 101 },
      { started_at: 102 },
    ]);
  });

  it('after a gap the missing ones are asked for', () => {
    socket().receive('room_changed', { started_at: 1 }, 101);
    socket().receive('room_changed', { started_at: 3 }, 103);
    expect(events).toHaveLength(1);
    vi.advanceTimersByTime(1_000);
    socket().receive('connect');
    const { payload, ack } = socket().take('join');
    expect(payload).toMatchObject({ token: 'token-1', last_seq: 101 });
    ack({ ok: resumed });
    socket().receive('room_changed', { started_at: 2 }, 102);
    socket().receive('room_changed', { started_at: 3 }, 103);
    expect(events).toHaveLength(3);
  });

  it('after a gap in what was to fill the gap the room is asked for whole', () => {
    socket().receive('room_changed', { started_at: 3 }, 103);
    vi.advanceTimersByTime(1_000);
    socket().join(resumed);
    socket().receive('room_changed', { started_at: 3 }, 103);
    vi.advanceTimersByTime(1_000);
    socket().receive('connect');
    expect(socket().take('join').payload).not.toHaveProperty('last_seq');
  });

  it('that overtake the answer to the join wait for it', () => {
    drop();
    socket().receive('connect');
    socket().receive('room_changed', { started_at: 1 }, 101);
    expect(events).toHaveLength(0);
    socket().take('join').ack({ ok: resumed });
    expect(events).toHaveLength(1);
  });

  it('of a connection already given up are not heard', () => {
    const old = socket();
    drop();
    old.receive('room_changed', { started_at: 1 }, 101);
    expect(events).toHaveLength(0);
  });
});

describe('requests', () => {
  beforeEach(() => {
    start();
    socket().join(joined(100));
  });

  it('are sent in order without waiting for each answer', () => {
    for (const text of ['1', '2', '3']) send(text);
    expect(sentCandidates()).toEqual(['1', '2', '3']);
  });

  it('signals without an answer, and only those, are sent again after a return', async () => {
    const first = client.signal(candidate('1'));
    send('2');
    socket().take('signal').ack({ ok: {} });
    await first;
    socket().receive('disconnect');
    send('3');
    vi.advanceTimersByTime(1_000);
    expect(sentCandidates()).toEqual([]);
    socket().join(resumed);
    expect(sentCandidates()).toEqual(['2', '3']);
  });

  it('signals to somebody the room no longer has are let go', async () => {
    const signal = client.signal(candidate('1'));
    drop();
    socket().join(joined(500, ['ben']));
    await expect(signal).rejects.toThrow(SignalingError);
    expect(sentCandidates()).toEqual([]);
  });

  it('wait together when the server asks for it, and keep their order', () => {
    for (const text of ['1', '2']) send(text);
    const [first, second] = [socket().take('signal'), socket().take('signal')];
    first.ack({ error: { code: 'rate_limited', message: '', retry_after_ms: 300 } });
    second.ack({ error: { code: 'rate_limited', message: '', retry_after_ms: 300 } });
    send('3');
    expect(sentCandidates()).toEqual([]);
    vi.advanceTimersByTime(300);
    expect(sentCandidates()).toEqual(['1', '2', '3']);
  });

  it('fail with the typed error', async () => {
    const request = client.setMedia(media);
    socket()
      .take('set_media')
      .ack({ error: { code: 'invalid_payload', message: 'why' } });
    await expect(request).rejects.toMatchObject({ code: 'invalid_payload', message: 'why' });
  });

  it('other than signals fail with the connection', async () => {
    const request = client.setMedia(media);
    drop();
    await expect(request).rejects.toMatchObject({ code: 'disconnected' });
    await expect(client.iceServers()).rejects.toMatchObject({ code: 'disconnected' });
  });

  it('that are never answered show that the connection is dead', () => {
    send('1');
    vi.advanceTimersByTime(8_000);
    expect(socket().open).toBe(false);
    vi.advanceTimersByTime(500);
    socket().join(resumed);
    expect(sentCandidates()).toEqual(['1']);
  });
});

describe('what hosts ask for', () => {
  beforeEach(() => {
    start();
    socket().join(joined(100));
  });

  it('goes out as it is, and fails as the server says', async () => {
    const removed = client.ask('remove', { participant_id: 'ben', may_return: false });
    const request = socket().take('remove');
    expect(request.payload).toEqual({ participant_id: 'ben', may_return: false });
    request.ack({ error: { code: 'not_allowed', message: 'no' } });
    await expect(removed).rejects.toMatchObject({ code: 'not_allowed' });
  });

  it('is not done late', async () => {
    const locked = client.ask('set_room', { locked: true });
    drop();
    await expect(locked).rejects.toMatchObject({ code: 'disconnected' });
    socket().join(resumed);
    expect(socket().sent).toEqual([]);
  });

  it('coming back tells the name one has by then', () => {
    name = 'Anna';
    drop();
    socket().receive('connect');
    expect(socket().take('join').payload).toMatchObject({ name: 'Anna' });
  });
});

describe('coming back', () => {
  beforeEach(() => {
    start();
    socket().join(joined(100));
  });

  it('is tried within a second, then ever more slowly, and for ever', () => {
    const down = vi.fn();
    client.events.on('down', down);
    socket().receive('disconnect');
    vi.advanceTimersByTime(1_000);
    expect(sockets).toHaveLength(2);
    for (let tries = 0; tries < 50; tries += 1) {
      socket().receive('connect_error', new Error());
      vi.advanceTimersByTime(8_000);
    }
    expect(sockets).toHaveLength(52);
    expect(down).toHaveBeenCalledTimes(1);
  });

  it('waits until the closing server is back', () => {
    socket().receive('server_closing', { reconnect_after_ms: 3_000 });
    socket().receive('disconnect');
    client.poke();
    vi.advanceTimersByTime(2_900);
    expect(sockets).toHaveLength(1);
    vi.advanceTimersByTime(1_700);
    expect(sockets).toHaveLength(2);
  });

  it('is tried at once when the network is back', () => {
    socket().receive('disconnect');
    vi.advanceTimersByTime(1_000);
    for (let tries = 0; tries < 6; tries += 1) {
      socket().receive('connect_error', new Error());
      if (tries < 5) vi.advanceTimersByTime(8_000);
    }
    const before = sockets.length;
    client.poke();
    expect(sockets).toHaveLength(before + 1);
  });

  it('finds out that a connection died in its sleep', () => {
    client.poke();
    vi.advanceTimersByTime(4_000);
    expect(sockets).toHaveLength(2);
  });

  it('does not happen after another tab took the presence', () => {
    const superseded = vi.fn();
    client.events.on('superseded', superseded);
    socket().receive('superseded', {});
    vi.advanceTimersByTime(60_000);
    expect(superseded).toHaveBeenCalledTimes(1);
    expect(sockets).toHaveLength(1);
  });

  it.each([
    ['removed', { may_return: true }, { mayReturn: true }],
    ['meeting_ended', {}, null],
  ] as const)('does not happen after %s', (event, payload, told) => {
    const ended = vi.fn();
    client.events.on(event === 'removed' ? 'removed' : 'ended', ended);
    socket().receive(event, payload);
    socket().receive('disconnect');
    vi.advanceTimersByTime(60_000);
    expect(ended).toHaveBeenCalledExactlyOnceWith(told);
    expect(sockets).toHaveLength(1);
  });

  it('does not happen after leaving, and no timer is left', () => {
    const left = socket();
    client.leave();
    client.leave();
    left.take('leave').ack({ ok: {} });
    expect(left.open).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
    expect(sockets).toHaveLength(1);
  });
});

describe('leaving', () => {
  it('is left before the server has answered, and the connection waits for that', () => {
    start();
    const asking = socket();
    asking.receive('connect');
    client.leave();
    expect(asking.sent.map(({ event }) => event)).toEqual(['join', 'leave']);
    expect(asking.open).toBe(true);
    asking.take('join').ack({ ok: joined(100) });
    asking.take('leave').ack({ ok: {} });
    expect(asking.open).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is left without a word before it was asked for', () => {
    start();
    client.leave();
    expect(socket().sent).toEqual([]);
    expect(socket().open).toBe(false);
  });
});

describe('chat, reactions and hands', () => {
  beforeEach(() => {
    start();
    socket().join(joined(100));
  });

  it('are asked for as the protocol has it', async () => {
    const message = { client_id: 'c1', text: 'hello', to: 'ben' };
    const sent = client.sendChat(message);
    const page = client.chatHistory(7);
    client.chatHistory().catch(() => {});
    client.raiseHand(true).catch(() => {});
    client.react('👍').catch(() => {});
    const request = socket().take('send_chat');
    expect(request.payload).toEqual(message);
    request.ack({ ok: { id: 1 } });
    expect(await sent).toEqual({ id: 1 });
    const older = socket().take('chat_history');
    expect(older.payload).toEqual({ before: 7 });
    older.ack({ ok: { messages: [], has_more: false } });
    expect(await page).toEqual({ messages: [], has_more: false });
    expect(socket().take('chat_history').payload).toEqual({});
    expect(socket().take('raise_hand').payload).toEqual({ raised: true });
    expect(socket().take('react').payload).toEqual({ reaction: '👍' });
  });

  it('tell of messages and reactions in order, each once', () => {
    socket().receive('chat_message', { message: { id: 1 } }, 101);
    socket().receive('chat_message', { message: { id: 1 } }, 101);
    socket().receive('reaction', { from: 'ana', reaction: '👍', at: 0 }, 102);
    expect(events.map(({ name }) => name)).toEqual(['chat_message', 'reaction']);
  });

  it('leave a message that was not acknowledged to its queue, but change it on return', async () => {
    const sent = client.sendChat({ client_id: 'c1', text: 'hello' });
    client.editChat(1, 'better').catch(() => {});
    client.deleteChat(2).catch(() => {});
    drop();
    await expect(sent).rejects.toMatchObject({ code: 'disconnected' });
    socket().join(resumed);
    expect(socket().sent.map(({ event }) => event)).toEqual(['edit_chat', 'delete_chat']);
  });

  it('wait where they come too often', () => {
    client.sendChat({ client_id: 'c1', text: 'hello' }).catch(() => {});
    const error = { code: 'rate_limited', message: '', retry_after_ms: 700 };
    socket().take('send_chat').ack({ error });
    vi.advanceTimersByTime(699);
    expect(socket().sent).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(socket().take('send_chat').payload).toMatchObject({ client_id: 'c1' });
  });
});
