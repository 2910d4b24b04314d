import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { JoinReply, MediaState, Participant } from '../rtc/protocol.gen';
import type { SignalingSocket } from '../rtc/signaling-socket';
import {
  FakeMediaStream,
  FakePeerConnection,
  FakeTrack,
} from '../rtc/testing/fake-peer-connection';
import { type ChatState, initialChat } from '../stores/chat';
import { initialQuality, type QualityState } from '../stores/quality';
import type { ShownReaction } from '../stores/reactions';
import { initialRoom, type RoomState } from '../stores/room';
import type { DeviceManager } from './api';
import { BrowserMeetingSession } from './meeting-session';

type Ack = (reply: unknown) => void;

class FakeSocket implements SignalingSocket {
  readonly sent: { event: string; payload: unknown; ack: Ack }[] = [];
  readonly listeners = new Map<string, (...args: never[]) => void>();

  on(event: string, listener: (...args: never[]) => void): void {
    this.listeners.set(event, listener);
  }

  emit(event: string, payload: unknown, ack: Ack): void {
    this.sent.push({ event, payload, ack });
  }

  disconnect(): void {}

  receive(event: string, ...args: unknown[]): void {
    this.listeners.get(event)?.(...(args as never[]));
  }

  all(event: string): { payload: unknown; ack: Ack }[] {
    return this.sent.filter((request) => request.event === event);
  }
}

const quiet: MediaState = {
  microphone: false,
  camera: false,
  screen_share: false,
  screen_share_audio: false,
};

function participant(id: string): Participant {
  return { id, name: id, role: 'guest', media: quiet, presence: 'connected', joined_at: 0 };
}

function joined(...ids: string[]): JoinReply {
  return {
    status: 'joined',
    participant_id: 'me',
    token: 'token',
    room: {
      meeting_id: 'abc-defg-hij',
      started_at: 5,
      participants: ids.map(participant),
      settings: initialRoom.settings,
      has_password: false,
      waiting: [],
    },
    seq: 10,
    ice: { servers: [], expires_at: 0 },
    server_time: 0,
    grace_ms: 30_000,
  };
}

let sockets: FakeSocket[];
let state: RoomState;
let chat: ChatState;
let reactions: { shown: ShownReaction[] };
let quality: QualityState;
let camera: FakeTrack | null;
let changed: () => void;
let devices: DeviceManager;
let session: BrowserMeetingSession;
let page: EventTarget;
let stored: Map<string, string>;

function socket(): FakeSocket {
  return sockets.at(-1) as FakeSocket;
}

function answer(reply: JoinReply): void {
  socket().receive('connect');
  socket().all('join').at(-1)?.ack({ ok: reply });
}

function openTransports(): number {
  return FakePeerConnection.all.filter(({ connectionState }) => connectionState !== 'closed')
    .length;
}

beforeEach(() => {
  vi.useFakeTimers();
  page = new EventTarget();
  stored = new Map();
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  };
  vi.stubGlobal('RTCPeerConnection', FakePeerConnection);
  vi.stubGlobal('MediaStream', FakeMediaStream);
  vi.stubGlobal('sessionStorage', storage);
  vi.stubGlobal('localStorage', storage);
  vi.stubGlobal('document', new EventTarget());
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  FakePeerConnection.all = [];
  sockets = [];
  state = initialRoom;
  chat = initialChat;
  reactions = { shown: [] };
  quality = initialQuality;
  camera = null;
  changed = () => {};
  devices = {
    start: vi.fn(async () => {}),
    stop: vi.fn(),
    track: (source: string) => (source === 'camera' ? camera : null),
    subscribe: (listener: () => void) => {
      changed = listener;
      return () => {
        changed = () => {};
      };
    },
    microphoneLevel: () => 0,
  } as unknown as DeviceManager;
  session = new BrowserMeetingSession(
    devices,
    {
      room: {
        get: () => state,
        set: (change) => {
          state = { ...state, ...change };
        },
      },
      chat: {
        get: () => chat,
        set: (change) => {
          chat = { ...chat, ...change };
        },
      },
      reactions: {
        get: () => reactions,
        set: (change) => {
          reactions = change;
        },
      },
      quality: {
        set: (change) => {
          quality = change;
        },
      },
    },
    () => {
      sockets.push(new FakeSocket());
      return socket();
    },
  );
});

afterEach(() => {
  session.leave();
  vi.advanceTimersByTime(2_000);
  expect(vi.getTimerCount()).toBe(0);
  expect(openTransports()).toBe(0);
  expect(quality).toEqual(initialQuality);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it('joins, shows the room, and opens a transport to everybody there', async () => {
  const settled = session.join('abc-defg-hij', 'Ana');
  expect(state.status.kind).toBe('joining');
  answer(joined('ana', 'ben', 'me'));
  await settled;
  expect(state).toMatchObject({ status: { kind: 'joined' }, selfId: 'me', startedAt: 5 });
  expect(Object.keys(state.transports)).toEqual(['ana', 'ben']);
  expect(openTransports()).toBe(2);
  expect(session.rememberedName()).toBe('Ana');
});

it('takes the same presence up after a reload, but not after leaving', () => {
  void session.join('abc-defg-hij', 'Ana');
  answer(joined('me'));
  page.dispatchEvent(new Event('pagehide'));
  expect(socket().all('leave')).toHaveLength(1);
  void session.join('abc-defg-hij', 'Ana');
  socket().receive('connect');
  expect(socket().all('join')[0]?.payload).toMatchObject({ token: 'token' });
  session.leave();
  session.leave();
  void session.join('abc-defg-hij', 'Ana');
  socket().receive('connect');
  expect(socket().all('join')[0]?.payload).not.toHaveProperty('token');
});

it('who leaves is gone, with the transport', () => {
  void session.join('abc-defg-hij', 'Ana');
  answer(joined('ben', 'me'));
  socket().receive('participant_left', { participant_id: 'ben', reason: 'left' }, 11);
  expect(state.participants.map(({ id }) => id)).toEqual(['me']);
  expect(state.transports).toEqual({});
  expect(openTransports()).toBe(0);
});

it('tells what it sends, one request at a time, until the server knows the last of it', async () => {
  void session.join('abc-defg-hij', 'Ana');
  answer(joined('me'));
  const told = (): unknown[] =>
    socket()
      .all('set_media')
      .map(({ payload }) => (payload as { media: MediaState }).media.camera);
  camera = new FakeTrack('video');
  changed();
  camera = null;
  changed();
  expect(told()).toEqual([true]);
  socket().all('set_media')[0]?.ack({ ok: {} });
  await vi.advanceTimersByTimeAsync(0);
  expect(told()).toEqual([true, false]);
});

it('keeps media and people through a restart of the server, for the grace period', async () => {
  void session.join('abc-defg-hij', 'Ana');
  answer(joined('ben', 'me'));
  const [pc] = FakePeerConnection.all;
  pc?.become('connected');
  await vi.advanceTimersByTimeAsync(0);
  socket().receive('disconnect');
  expect(state.status.kind).toBe('reconnecting');
  await vi.advanceTimersByTimeAsync(500);
  answer(joined('me'));
  expect(state.participants.find(({ id }) => id === 'ben')?.presence).toBe('reconnecting');
  expect(pc?.connectionState).toBe('connected');
  socket().receive('participant_joined', { participant: participant('ben') }, 11);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(FakePeerConnection.all).toHaveLength(1);
  expect(state.participants).toHaveLength(2);
});

it('lets go of who does not come back after the restart', async () => {
  void session.join('abc-defg-hij', 'Ana');
  answer(joined('ben', 'me'));
  FakePeerConnection.all[0]?.become('connected');
  socket().receive('disconnect');
  await vi.advanceTimersByTimeAsync(500);
  answer(joined('me'));
  await vi.advanceTimersByTimeAsync(30_000);
  expect(state.participants.map(({ id }) => id)).toEqual(['me']);
  expect(openTransports()).toBe(0);
});

it('stops when another tab takes over, and takes back when asked', () => {
  void session.join('abc-defg-hij', 'Ana');
  answer(joined('ben', 'me'));
  socket().receive('superseded', {});
  expect(state.status.kind).toBe('superseded');
  expect(devices.stop).toHaveBeenCalled();
  expect(openTransports()).toBe(0);
  void session.rejoin();
  answer(joined('ben', 'me'));
  expect(state.status.kind).toBe('joined');
});

it('shows reactions of the moment over their sender, for some seconds, and no late ones', () => {
  void session.join('abc-defg-hij', 'Ana');
  answer(joined('ben', 'me'));
  const at = Date.now() + state.clockOffset;
  socket().receive('reaction', { from: 'ben', reaction: '🎉', at }, 11);
  socket().receive('reaction', { from: 'ben', reaction: '👍', at: at - 6_000 }, 12);
  expect(reactions.shown).toMatchObject([{ from: 'ben', reaction: '🎉' }]);
  vi.advanceTimersByTime(4_000);
  expect(reactions.shown).toEqual([]);
});

it('shows an own reaction once, at once', () => {
  void session.join('abc-defg-hij', 'Ana');
  answer(joined('ben', 'me'));
  session.react('👏').catch(() => {});
  const at = Date.now() + state.clockOffset;
  socket().receive('reaction', { from: 'me', reaction: '👏', at }, 11);
  expect(reactions.shown).toMatchObject([{ from: 'me', reaction: '👏' }]);
});

it('sends a message written while offline on return', async () => {
  void session.join('abc-defg-hij', 'Ana');
  answer(joined('me'));
  socket()
    .all('chat_history')[0]
    ?.ack({ ok: { messages: [], has_more: false } });
  await vi.advanceTimersByTimeAsync(0);
  socket().receive('disconnect');
  session.chat?.send('hello', null);
  expect(chat.pending).toMatchObject([{ text: 'hello', state: { kind: 'queued' } }]);
  await vi.advanceTimersByTimeAsync(500);
  answer({ ...joined('me'), status: 'resumed' } as JoinReply);
  expect(socket().all('send_chat')).toMatchObject([{ payload: { text: 'hello' } }]);
});
