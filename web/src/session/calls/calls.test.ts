import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { rosterOf } from '../../lib/roster';
import type { CallChanged, CallRecord, SignedIn } from '../../protocol/protocol.gen';
import type { SignalingSocket } from '../../rtc/signaling-socket';
import { FakeMediaStream, FakePeerConnection } from '../../rtc/testing/fake-peer-connection';
import { type CallsState, initialCalls } from '../../stores/calls';
import { initialRoom, type RoomState } from '../../stores/room';
import type { CallEntry, DeviceManager } from '../api';
import { Calls } from './calls';

const ANA = { id: 'kalu-mipo-tesa', name: 'Ana' };
const BEN = { id: 'zuzu-zuzu-zuzu', name: 'Ben' };
const CLEO = { id: 'baba-baba-baba', name: 'Cleo' };
const ROOM = {
  meeting_id: 'abc-defg-hij',
  participant_id: 'me',
  other_participant_id: 'them',
  ticket: 'ticket',
};
const SIGNED_IN: SignedIn = {
  person: ANA,
  token: 'token',
  who_may_call: 'anybody',
  blocked: [],
  contacts: [],
  missed: 0,
  unread: [],
  ice: { servers: [], expires_at: 0 } as unknown as SignedIn['ice'],
  server_time: Date.now(),
};

const thoseIn = (...ids: string[]) =>
  rosterOf(
    ids.map((id) => ({
      id,
      name: id,
      role: 'guest' as const,
      media: { microphone: true, camera: true, screen_share: false, screen_share_audio: false },
      presence: 'connected' as const,
      joined_at: 0,
    })),
  );

/** The server's end of one connection: records requests, which the test answers. */
class Server implements SignalingSocket {
  readonly asked: { event: string; payload: Record<string, unknown> }[] = [];
  readonly answers: Record<string, unknown> = {
    sign_in: { ok: SIGNED_IN },
    call_history: { ok: { calls: [], has_more: false } },
  };
  readonly #listeners: [string, (...args: unknown[]) => void][] = [];
  up = true;

  on(event: string, listener: (...args: never[]) => void): void {
    this.#listeners.push([event, listener as (...args: unknown[]) => void]);
  }

  off(): void {}

  emit(event: string, payload: Record<string, unknown>, ack?: (reply: unknown) => void): void {
    this.asked.push({ event, payload });
    const answer = this.answers[event] ?? { ok: {} };
    if (answer !== 'never') queueMicrotask(() => this.up && ack?.(answer));
  }

  disconnect(): void {
    this.up = false;
  }

  tell(event: string, payload: unknown = {}): void {
    for (const [name, listener] of [...this.#listeners]) if (name === event) listener(payload);
  }

  named(event: string): Record<string, unknown>[] {
    return this.asked.filter((one) => one.event === event).map(({ payload }) => payload);
  }
}

let servers: Server[];
let stored: Map<string, string>;
let state: CallsState;
let room: RoomState;
let roomListeners: Set<() => void>;
let entered: CallEntry[];
let calls: Calls;
const hangUp = vi.fn();
const handleSignal = vi.fn();
const devices = { start: vi.fn(async () => {}), stop: vi.fn(), stopSource: vi.fn() };
const ring = vi.fn();

const server = () => servers.at(-1) as Server;
const own = () => state.calls[0];

async function settle(): Promise<void> {
  for (let turn = 0; turn < 60; turn += 1) await Promise.resolve();
}

function setRoom(change: Partial<RoomState>): void {
  room = { ...room, ...change };
  for (const listener of roomListeners) listener();
}

function record(change: Partial<CallRecord> = {}, other = BEN, outgoing = true): CallRecord {
  const [caller, callee] = outgoing ? [ANA, other] : [other, ANA];
  const base = { id: 'call', caller, callee, video: true, called_at: 10, state: 'ringing' };
  return { ...base, ...change } as CallRecord;
}

const CONNECTING = { state: 'connecting', answered_at: 20 } as Partial<CallRecord>;
const HUNG_UP = {
  state: 'ended',
  answered_at: 20,
  ended_at: 30,
  end: 'hung_up',
} as Partial<CallRecord>;

function told(call: CallRecord, here = true, into?: string): void {
  const change: CallChanged = { call, here, ...(into !== undefined && { into }) };
  server().tell('call_changed', change);
}

async function signIn(): Promise<void> {
  server().tell('connect');
  await settle();
}

/** The other party answers, but no media description follows. */
async function answered(call: CallRecord): Promise<void> {
  told(call);
  await vi.advanceTimersByTimeAsync(100);
}

/** Starts a call with Ben and enters its room. */
async function talk(): Promise<void> {
  server().answers.call = { ok: { call: record(), room: ROOM } };
  await calls.call(BEN.id, true);
  await answered(record(CONNECTING));
  setRoom({
    status: { kind: 'joined' },
    meetingId: ROOM.meeting_id,
    selfId: 'me',
    roster: thoseIn('me', 'them'),
    transports: { them: { status: 'connected', relayed: false } },
  });
  told(record({ state: 'in_call', answered_at: 20 } as Partial<CallRecord>));
  await settle();
}

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal('RTCPeerConnection', FakePeerConnection);
  vi.stubGlobal('MediaStream', FakeMediaStream);
  const page = { addEventListener: vi.fn(), removeEventListener: vi.fn() };
  vi.stubGlobal('document', { ...page, visibilityState: 'visible' });
  vi.stubGlobal('addEventListener', vi.fn());
  vi.stubGlobal('navigator', {});
  stored = new Map();
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  };
  vi.stubGlobal('sessionStorage', storage);
  vi.stubGlobal('localStorage', storage);
  FakePeerConnection.all = [];
  for (const mock of [hangUp, ring, ...Object.values(devices)]) mock.mockClear();
  servers = [];
  state = initialCalls;
  room = initialRoom;
  roomListeners = new Set();
  entered = [];
  calls = new Calls({
    sink: {
      get: () => state,
      set: (change) => {
        state = { ...state, ...change };
      },
    },
    meeting: {
      enterCall: async (entry) => {
        entered.push(entry);
      },
      handleSignal,
      hangUp: () => {
        hangUp();
        setRoom({ ...initialRoom, status: { kind: 'left' } });
      },
    },
    devices: {
      ...devices,
      setCamera: async () => {},
      track: () => null,
      subscribe: () => () => {},
    } as unknown as DeviceManager,
    room: {
      get: () => room,
      subscribe: (listener) => {
        roomListeners.add(listener);
        return () => roomListeners.delete(listener);
      },
    },
    identity: {
      prove: async (proveBy) => {
        await proveBy({ token: 'token' });
      },
      forget: vi.fn(),
    },
    openSocket: () => {
      const socket = new Server();
      servers.push(socket);
      return socket;
    },
    mayCapture: async () => true,
    ring,
  });
  calls.open();
  await signIn();
});

afterEach(() => {
  calls.close();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it('who rings offers while it rings, and enters the room with the answer', async () => {
  server().answers.call = { ok: { call: record(), room: ROOM } };
  expect(await calls.call(BEN.id, true)).toBeNull();
  await settle();
  expect(own()).toMatchObject({ phase: 'ringing_out', other: BEN });
  expect(server().named('call_signal')[0]).toMatchObject({
    call_id: 'call',
    signal: { type: 'offer' },
  });
  expect(entered).toEqual([]);
  told(record(CONNECTING));
  expect(entered, 'before the answer’s media').toEqual([]);
  const { transport_id } = server().named('call_signal')[0] as { transport_id: string };
  const signal = { type: 'answer', sdp: 'v=1\na=fingerprint:theirs\n' };
  server().tell('call_signal', { call_id: 'call', transport_id, signal });
  await vi.advanceTimersByTimeAsync(1);
  expect(entered).toMatchObject([{ meetingId: ROOM.meeting_id, ticket: 'ticket', name: 'Ana' }]);
  expect(entered[0]?.prepared('them')).not.toBeNull();
  expect(entered[0]?.prepared('them'), 'only once').toBeNull();
});

it('who is rung says nothing before the answer, and answers with all that was prepared', async () => {
  told(record({}, BEN, false), false);
  const signal = { type: 'offer', sdp: 'v=1\na=fingerprint:theirs\nkinds:audio,video\n' };
  server().tell('call_signal', { call_id: 'call', transport_id: 't', signal });
  await settle();
  expect(own()?.phase).toBe('ringing_in');
  expect(ring).toHaveBeenLastCalledWith([expect.objectContaining({ phase: 'ringing_in' })]);
  expect(devices.start).toHaveBeenCalled();
  expect(server().named('call_signal')).toEqual([]);

  server().answers.answer_call = { ok: { room: ROOM } };
  const answered = calls.answer('call');
  const order = server().asked.map(({ event }) => event);
  expect(order.indexOf('answer_call')).toBeLessThan(order.indexOf('call_signal'));
  expect(server().named('call_signal')).toMatchObject([{ signal: { type: 'answer' } }]);
  expect(await answered).toBeNull();
  told(record(CONNECTING, BEN, false));
  expect(entered).toHaveLength(1);
  expect(entered[0]?.prepared('them')?.id).toBe('t');
});

it('answered without video, the own camera stays off', async () => {
  told(record({}, BEN, false), false);
  await settle();
  server().answers.answer_call = { ok: { room: ROOM } };
  expect(await calls.answer('call', false)).toBeNull();
  expect(devices.stopSource).toHaveBeenCalledWith('camera');
  told(record(CONNECTING, BEN, false));
  expect(JSON.parse(sessionStorage.getItem('convene.call') ?? '{}')).toMatchObject({
    call: 'call',
    video: false,
  });
});

it('answered elsewhere, it stops ringing here and nothing is kept', async () => {
  told(record({}, BEN, false), false);
  const signal = { type: 'offer', sdp: 'v=1\na=fingerprint:theirs\n' };
  server().tell('call_signal', { call_id: 'call', transport_id: 't', signal });
  await settle();
  told(record(CONNECTING, BEN, false), false);
  expect(own()).toMatchObject({ phase: 'connecting', here: false });
  expect(FakePeerConnection.all.at(-1)?.connectionState).toBe('closed');
  expect(devices.stop).toHaveBeenCalled();
  expect(entered).toEqual([]);
  told(record(HUNG_UP, BEN, false), false);
  expect(state.calls).toEqual([]);
});

it('two who ring each other at once have one call, the one that was first', async () => {
  server().answers.call = { ok: { call: record(CONNECTING, BEN, false), room: ROOM } };
  told(record({}, BEN, false), false);
  expect(await calls.call(BEN.id, true)).toBeNull();
  expect(state.calls).toHaveLength(1);
  expect(own()).toMatchObject({ phase: 'connecting', here: true, outgoing: false });
  expect(entered).toHaveLength(1);
});

it('an offer that comes when both are in the room already is the room’s', async () => {
  server().answers.call = { ok: { call: record(CONNECTING, BEN, false), room: ROOM } };
  await calls.call(BEN.id, true);
  setRoom({
    status: { kind: 'joined' },
    meetingId: ROOM.meeting_id,
    selfId: 'me',
    roster: thoseIn('me', 'them'),
  });
  const signal = { type: 'offer', sdp: 'v=1\n' };
  server().tell('call_signal', { call_id: 'call', transport_id: 't', signal });
  expect(handleSignal).toHaveBeenCalledWith('them', 't', signal);
  expect(FakePeerConnection.all).toEqual([]);
});

it('hanging up tells the other past the server and the server, and leaves the room', async () => {
  await talk();
  expect(state.room).toBe(ROOM.meeting_id);
  expect(server().named('call_connected')).toHaveLength(1);
  calls.hangUp();
  expect(hangUp).toHaveBeenCalledTimes(1);
  expect(server().named('hang_up')).toMatchObject([{ call_id: 'call', at: expect.any(Number) }]);
  expect(state.room).toBeNull();
  expect(own()).toMatchObject({ phase: 'ended', end: 'hung_up' });
  expect(devices.stop).toHaveBeenCalled();
});

it('the other’s hanging up is heard from the server, or past it', async () => {
  await talk();
  told(record(HUNG_UP));
  expect(state.room).toBeNull();
  expect(hangUp).toHaveBeenCalledTimes(1);
  calls.dismiss('call');

  server().asked.length = 0;
  const again = { ...record(), id: 'again' };
  server().answers.call = { ok: { call: again, room: ROOM } };
  await calls.call(BEN.id, true);
  await answered({ ...again, ...CONNECTING } as CallRecord);
  server().tell('disconnect');
  entered.at(-1)?.onHangUp('them');
  expect(state.calls.find(({ id }) => id === 'again')).toMatchObject({ end: 'hung_up' });
  expect(state.room).toBeNull();
  // The party that returns first completes the history.
  await vi.advanceTimersByTimeAsync(1_000);
  await signIn();
  expect(server().named('hang_up')).toMatchObject([{ call_id: 'again', at: expect.any(Number) }]);
});

it('a page that is closed before it could tell tells when it is opened again', async () => {
  await talk();
  server().tell('disconnect');
  calls.hangUp();
  calls.close();
  calls.open();
  await signIn();
  expect(server().named('hang_up')).toMatchObject([{ call_id: 'call', at: expect.any(Number) }]);
  calls.close();
  calls.open();
  await signIn();
  expect(server().named('hang_up')).toEqual([]);
});

it('after a lost connection the call is taken up again', async () => {
  await talk();
  server().tell('disconnect');
  expect(state.line).toBe('down');
  expect(own()?.phase).toBe('in_call');
  await vi.advanceTimersByTimeAsync(1_000);
  server().answers.resume_call = { ok: { call: record(CONNECTING), room: ROOM } };
  await signIn();
  expect(server().named('resume_call')).toEqual([{ call_id: 'call' }]);
  expect(own()?.phase).toBe('in_call');
  expect(state.room).toBe(ROOM.meeting_id);
});

it('a call that the server has no more is over', async () => {
  await talk();
  server().tell('disconnect');
  await vi.advanceTimersByTimeAsync(1_000);
  const error = { code: 'call_not_found', message: '' };
  server().answers.resume_call = { error };
  await signIn();
  expect(own()).toMatchObject({ phase: 'ended', end: 'hung_up' });
});

it('with a third in the room one stays when one’s own call ends, and goes with the last', async () => {
  await talk();
  const third = { ...record({}, CLEO), id: 'third' };
  server().answers.call = {
    ok: { call: third, room: { ...ROOM, other_participant_id: 'cleo' } },
  };
  expect(await calls.call(CLEO.id, true)).toBeNull();
  expect(server().named('call').at(-1)).toMatchObject({ to: CLEO.id, into: 'call' });
  told({ ...third, ...CONNECTING } as CallRecord, true, 'call');
  expect(entered, 'the room is the same').toHaveLength(1);
  setRoom({
    roster: thoseIn('me', 'them', 'cleo'),
  });
  told(record(HUNG_UP));
  expect(state.room).toBe(ROOM.meeting_id);
  told({ ...third, ...HUNG_UP } as CallRecord, true, 'call');
  expect(state.room).toBeNull();
});

it('who stays with others brings in more by the call that is over', async () => {
  await talk();
  setRoom({
    roster: thoseIn('me', 'them', 'cleo'),
  });
  told(record(HUNG_UP));
  setRoom({ roster: thoseIn('me', 'cleo') });
  expect(state.room).toBe(ROOM.meeting_id);
  const more = { ...record({}, CLEO), id: 'more' };
  server().answers.call = { ok: { call: more, room: ROOM } };
  expect(await calls.call(CLEO.id, true)).toBeNull();
  expect(server().named('call').at(-1)).toMatchObject({ into: 'call' });
  calls.cancel('more');
  // Ben leaves without hanging up: his page may be reloading.
  setRoom({ roster: thoseIn('me') });
  expect(state.room).toBe(ROOM.meeting_id);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(state.room).toBeNull();
});

it('who stays comes back there after a reload, and goes if nobody is there any more', async () => {
  await talk();
  setRoom({
    roster: thoseIn('me', 'them', 'cleo'),
  });
  told(record(HUNG_UP));
  const held = new Map(stored);
  for (const there of [['me', 'cleo'], ['me']]) {
    calls.close();
    for (const [key, value] of held) stored.set(key, value);
    entered.length = 0;
    calls.open();
    server().answers.resume_call = { error: { code: 'call_not_found', message: '' } };
    await signIn();
    expect(entered).toMatchObject([{ meetingId: ROOM.meeting_id, ticket: 'ticket' }]);
    setRoom({ ...initialRoom, status: { kind: 'joining' }, meetingId: ROOM.meeting_id });
    expect(state.room).toBe(ROOM.meeting_id);
    setRoom({ status: { kind: 'joined' }, selfId: 'me', roster: thoseIn(...there) });
    expect(state.room).toBe(there.length > 1 ? ROOM.meeting_id : null);
  }
});

it('a call that can be answered no more stops ringing, and why is said', async () => {
  told(record({}, BEN, false), false);
  const refused = (code: string) => ({ error: { code, message: '' } });
  server().answers.answer_call = refused('in_call');
  expect(await calls.answer('call')).toBe('in_call');
  expect(own()?.phase).toBe('ringing_in');
  server().answers.answer_call = refused('call_not_found');
  expect(await calls.answer('call')).toBe('gone');
  expect(state.calls).toEqual([]);
});

it('who is left alone waits for a page that is loaded anew, and no longer', async () => {
  await talk();
  const both = room.roster;
  setRoom({ roster: thoseIn('me') });
  await vi.advanceTimersByTimeAsync(20_000);
  setRoom({ roster: both });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(state.room).toBe(ROOM.meeting_id);
  setRoom({ roster: thoseIn('me') });
  await vi.advanceTimersByTimeAsync(31_000);
  expect(state.room).toBeNull();
  expect(server().named('hang_up')).toHaveLength(1);
});

it('what was read is not said again, whatever is still told of it', async () => {
  await talk();
  calls.hangUp();
  calls.dismiss('call');
  told(record(HUNG_UP));
  told(record());
  expect(state.calls).toEqual([]);
});

it('why somebody was not rung is said', async () => {
  for (const code of ['own_id', 'in_call', 'rate_limited'] as const) {
    server().answers.call = { error: { code, message: '', retry_after_ms: 9_000 } };
    expect(await calls.call(BEN.id, true)).toBe(code);
  }
  const busy = { state: 'ended', ended_at: 11, end: 'busy' } as Partial<CallRecord>;
  server().answers.call = { ok: { call: record(busy), room: ROOM } };
  expect(await calls.call(BEN.id, true)).toBeNull();
  expect(own()).toMatchObject({ phase: 'ended', end: 'busy' });
  expect(FakePeerConnection.all).toEqual([]);
});

it('what media does not come through is told as failed', async () => {
  server().answers.call = { ok: { call: record(), room: ROOM } };
  await calls.call(BEN.id, true);
  await answered(record(CONNECTING));
  setRoom({
    status: { kind: 'joined' },
    meetingId: ROOM.meeting_id,
    selfId: 'me',
    roster: thoseIn('me', 'them'),
    transports: { them: { status: 'failed', reason: 'no_route' } },
  });
  expect(server().named('call_failed')).toEqual([{ call_id: 'call' }]);
});
