import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { InterviewView, JoinReply, MediaState, Participant } from '../protocol/protocol.gen';
import type { SignalingSocket } from '../rtc/signaling-socket';
import {
  FakeMediaStream,
  FakePeerConnection,
  FakeTrack,
} from '../rtc/testing/fake-peer-connection';
import { type ChatState, initialChat } from '../stores/chat';
import { type HostingState, initialHosting } from '../stores/hosting';
import { type InterviewState, initialInterview } from '../stores/interview';
import { initialQuality, type QualityState } from '../stores/quality';
import type { ShownReaction } from '../stores/reactions';
import { initialRecording } from '../stores/recording';
import { initialRoom, type RoomState } from '../stores/room';
import type { DeviceManager } from './api';
import { BrowserMeetingSession } from './meeting-session';
import { RecordingShelf } from './recording-shelf';

type Ack = (reply: unknown) => void;

class FakeSocket implements SignalingSocket {
  readonly sent: { event: string; payload: unknown; ack: Ack }[] = [];
  readonly listeners = new Map<string, (...args: never[]) => void>();

  on(event: string, listener: (...args: never[]) => void): void {
    this.listeners.set(event, listener);
  }

  off(): void {}

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
let hosting: HostingState;
let reactions: { shown: ShownReaction[] };
let quality: QualityState;
let interview: InterviewState;
let tracks: Map<string, FakeTrack>;
let changed: () => void;
let devices: DeviceManager;
let session: BrowserMeetingSession;
let page: EventTarget;
let stored: Map<string, string>;

/** A sink for tests that record nothing. */
const recording = { get: () => initialRecording, set: () => {} };

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
  hosting = initialHosting;
  reactions = { shown: [] };
  quality = initialQuality;
  interview = initialInterview;
  tracks = new Map();
  changed = () => {};
  devices = {
    start: vi.fn(async () => {}),
    stop: vi.fn(),
    track: (source: string) => tracks.get(source) ?? null,
    subscribe: (listener: () => void) => {
      changed = listener;
      return () => {
        changed = () => {};
      };
    },
    microphoneLevel: () => 0,
    setMicrophone: vi.fn(async () => {}),
    setCamera: vi.fn(async () => {}),
    stopScreenShare: vi.fn(),
    stopSource: vi.fn(),
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
      interview: {
        get: () => interview,
        set: (change) => {
          interview = { ...interview, ...change };
        },
      },
      hosting: {
        get: () => hosting,
        set: (change) => {
          hosting = { ...hosting, ...change };
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
      recording,
    },
    new RecordingShelf(recording),
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
  expect(hosting).toEqual(initialHosting);
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
  expect(state.roster.order).toEqual(['me']);
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
  tracks.set('camera', new FakeTrack('video'));
  changed();
  tracks.clear();
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
  await vi.advanceTimersByTimeAsync(1_000);
  answer(joined('me'));
  expect(state.roster.byId.ben?.presence).toBe('reconnecting');
  expect(pc?.connectionState).toBe('connected');
  socket().receive('participant_joined', { participant: participant('ben') }, 11);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(FakePeerConnection.all).toHaveLength(1);
  expect(state.roster.order).toHaveLength(2);
});

it('lets go of who does not come back after the restart', async () => {
  void session.join('abc-defg-hij', 'Ana');
  answer(joined('ben', 'me'));
  FakePeerConnection.all[0]?.become('connected');
  socket().receive('disconnect');
  await vi.advanceTimersByTimeAsync(1_000);
  answer(joined('me'));
  await vi.advanceTimersByTimeAsync(30_000);
  expect(state.roster.order).toEqual(['me']);
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
  await vi.advanceTimersByTimeAsync(1_000);
  answer({ ...joined('me'), status: 'resumed' } as JoinReply);
  expect(socket().all('send_chat')).toMatchObject([{ payload: { text: 'hello' } }]);
});

describe('the lobby', () => {
  const waiting: JoinReply = { status: 'waiting', participant_id: 'me', host_present: false };

  it('is waited in with the devices on, and leads into the room', () => {
    void session.join('abc-defg-hij', 'Ana');
    answer(waiting);
    expect(state.status).toEqual({ kind: 'waiting', hostPresent: false });
    expect(devices.stop).not.toHaveBeenCalled();
    socket().receive('admitted', joined('ben', 'me'));
    expect(state).toMatchObject({ status: { kind: 'joined' }, selfId: 'me' });
    expect(openTransports()).toBe(1);
    expect(stored.get('convene.token.abc-defg-hij')).toBe('token');
  });

  it('is still waited in when the connection drops', async () => {
    void session.join('abc-defg-hij', 'Ana');
    answer(waiting);
    socket().receive('disconnect');
    expect(state.status.kind).toBe('waiting');
    await vi.advanceTimersByTimeAsync(1_000);
    answer({ ...waiting, host_present: true });
    expect(state.status).toEqual({ kind: 'waiting', hostPresent: true });
  });

  it('is left, and asked at again after a no', () => {
    void session.join('abc-defg-hij', 'Ana');
    answer(waiting);
    socket().receive('denied', {});
    expect(state.status.kind).toBe('denied');
    expect(devices.stop).toHaveBeenCalled();
    void session.rejoin();
    answer(waiting);
    session.leave();
    expect(socket().all('leave')).toHaveLength(1);
    expect(state.status.kind).toBe('left');
  });
});

describe('being the host', () => {
  beforeEach(() => {
    stored.set('convene.hosted', JSON.stringify([['abc-defg-hij', 'host']]));
  });

  it('is proved in every join, and kept over leaving', () => {
    expect(session.isKnown('abc-defg-hij')).toBe(true);
    for (let times = 0; times < 2; times += 1) {
      void session.join('abc-defg-hij', 'Ana');
      socket().receive('connect');
      expect(socket().all('join')[0]?.payload).toMatchObject({ host_token: 'host' });
      socket()
        .all('join')[0]
        ?.ack({ ok: joined('me') });
      session.leave();
    }
  });

  it('is forgotten where the server knows of nothing', () => {
    void session.join('abc-defg-hij', 'Ana');
    socket().receive('connect');
    socket()
      .all('join')[0]
      ?.ack({ error: { code: 'invalid_token', message: '' } });
    socket()
      .all('join')[1]
      ?.ack({ ok: joined('me') });
    expect(state.status.kind).toBe('joined');
    expect(session.isKnown('abc-defg-hij')).toBe(true);
    session.leave();
    expect(session.isKnown('abc-defg-hij')).toBe(false);
  });
});

describe('a refusal', () => {
  it.each([
    ['wrong_password', false],
    ['password_required', false],
    ['rate_limited', false],
    ['meeting_ended', true],
    ['meeting_locked', true],
  ])('%s: are the devices let go? %s', (code, letGo) => {
    void session.join('abc-defg-hij', 'Ana', 'sesame');
    socket().receive('connect');
    expect(socket().all('join')[0]?.payload).toMatchObject({ password: 'sesame' });
    socket()
      .all('join')[0]
      ?.ack({ error: { code, message: '' } });
    expect(state.status).toMatchObject({ kind: 'failed', code });
    expect(vi.mocked(devices.stop).mock.calls.length > 0).toBe(letGo);
  });

  it('of somebody removed drops the token, which is good for nothing', () => {
    stored.set('convene.token.abc-defg-hij', 'old');
    void session.join('abc-defg-hij', 'Ana');
    socket().receive('connect');
    socket()
      .all('join')[0]
      ?.ack({ error: { code: 'removed', message: '' } });
    expect(state.status).toMatchObject({ kind: 'failed', code: 'removed' });
    void session.rejoin();
    socket().receive('connect');
    expect(socket().all('join')[0]?.payload).not.toHaveProperty('token');
  });
});

describe('hosts', () => {
  beforeEach(() => {
    void session.join('abc-defg-hij', 'Ana');
    answer(joined('ben', 'me'));
  });

  it.each(['microphone', 'camera', 'screen_share'] as const)(
    'stop the %s, and it is known who did',
    (source) => {
      socket().receive('source_stopped', { by: 'ben', source }, 11);
      expect(devices.stopSource).toHaveBeenCalledExactlyOnceWith(source);
      expect(hosting.stopped).toEqual({ key: 1, by: 'ben', source });
      socket().receive('source_stopped', { by: 'nobody', source }, 12);
      expect(hosting.stopped).toEqual({ key: 2, by: null, source });
    },
  );

  it('ask to unmute, and nothing is turned on but by oneself', () => {
    socket().receive('unmute_asked', { by: 'ben' }, 11);
    expect(hosting.unmuteAsked).toEqual({ by: 'ben' });
    session.answerUnmute(false);
    expect(hosting.unmuteAsked).toBeNull();
    expect(devices.setMicrophone).not.toHaveBeenCalled();
    socket().receive('unmute_asked', { by: 'ben' }, 12);
    session.answerUnmute(true);
    expect(devices.setMicrophone).toHaveBeenCalledExactlyOnceWith(true);
  });

  it('need not ask whoever has unmuted', () => {
    socket().receive('unmute_asked', { by: 'ben' }, 11);
    tracks.set('microphone', new FakeTrack('audio'));
    changed();
    expect(hosting.unmuteAsked).toBeNull();
    socket().receive('unmute_asked', { by: 'ben' }, 12);
    expect(hosting.unmuteAsked).toBeNull();
  });

  it('remove one for good: the token is gone, and with it the presence', () => {
    socket().receive('removed', { may_return: true });
    expect(state.status).toEqual({ kind: 'removed', mayReturn: true });
    expect(session.isKnown('abc-defg-hij')).toBe(false);
    expect(openTransports()).toBe(0);
    expect(devices.stop).toHaveBeenCalled();
    void session.rejoin();
    socket().receive('connect');
    expect(socket().all('join')[0]?.payload).not.toHaveProperty('token');
  });

  it('end the meeting for all', () => {
    socket().receive('meeting_ended', {});
    expect(state.status.kind).toBe('ended');
    expect(openTransports()).toBe(0);
  });

  it('rename one, which holds when one comes back', async () => {
    const me = { ...participant('me'), name: 'Anna' };
    socket().receive('participant_changed', { participant: me }, 11);
    socket().receive('disconnect');
    await vi.advanceTimersByTimeAsync(1_000);
    socket().receive('connect');
    expect(socket().all('join')[0]?.payload).toMatchObject({ name: 'Anna' });
    expect(session.rememberedName()).toBe('Ana');
  });

  it('and oneself, which is remembered once it is so', async () => {
    const renamed = session.renameSelf('Anna');
    const request = socket().all('rename')[0];
    expect(request?.payload).toEqual({ participant_id: 'me', name: 'Anna' });
    expect(session.rememberedName()).toBe('Ana');
    request?.ack({ ok: {} });
    await renamed;
    expect(session.rememberedName()).toBe('Anna');
  });

  it('say who may share: whoever goes on is stopped', async () => {
    tracks.set('screen_share', new FakeTrack('video'));
    changed();
    socket()
      .all('set_media')[0]
      ?.ack({ error: { code: 'not_allowed', message: '' } });
    await vi.advanceTimersByTimeAsync(0);
    expect(devices.stopScreenShare).toHaveBeenCalled();
    tracks.clear();
  });

  it('decide, and it is in the state', () => {
    const settings = { ...initialRoom.settings, locked: true };
    socket().receive('room_changed', { started_at: 5, settings, has_password: true }, 11);
    const ben = { id: 'x', name: 'Ben', waiting_since: 0, suspect: false };
    socket().receive('lobby_changed', { waiting: [ben] }, 12);
    expect(state).toMatchObject({ settings, hasPassword: true, waiting: [ben], kept: true });
    socket().receive('room_kept', { kept: false }, 13);
    expect(state.kept).toBe(false);
  });
});

describe('an interview', () => {
  const entry = { link: 'link-token', role: 'candidate' } as const;
  const clock = { state: 'waiting', elapsed_before_ms: 0, section_entered_ms: 0 } as const;
  const view: InterviewView = {
    role: 'candidate',
    title: 'Backend',
    sections: [],
    clock,
    questions: [{ id: 1, text: 'Why?', asked_by: 'Ana', asked_at: 1 }],
    answers: [],
  };
  const welcome = (): JoinReply => {
    const reply = joined('me', 'ana');
    if (reply.status !== 'joined') throw new Error('joined says so');
    return { ...reply, room: { ...reply.room, interview: view } };
  };

  it('is entered by its link, and followed as it changes', () => {
    void session.join('abc-defg-hij', 'Ben', null, entry);
    answer(welcome());
    expect(socket().all('join')[0]?.payload).toMatchObject({ link: 'link-token' });
    expect(interview.view).toEqual(view);
    const running = { ...clock, state: 'running', running_since: 9 } as const;
    socket().receive('interview_changed', { change: { kind: 'clock', value: running } }, 11);
    expect(interview.view?.clock).toEqual(running);
    session.leave();
    expect(interview).toEqual(initialInterview);
  });

  it('starts no device for who only looks on', () => {
    const start = vi.spyOn(devices, 'start');
    void session.join('abc-defg-hij', 'Ola', null, { ...entry, role: 'observer' });
    expect(start).not.toHaveBeenCalled();
    void session.join('abc-defg-hij', 'Ben', null, entry);
    expect(start).toHaveBeenCalled();
  });

  it('remembers who left, until they are back', () => {
    void session.join('abc-defg-hij', 'Ben', null, entry);
    answer(welcome());
    const ana: Participant = { ...participant('ana'), interview_role: 'interviewer' };
    socket().receive('participant_changed', { participant: ana }, 11);
    socket().receive('participant_left', { participant_id: 'ana', reason: 'left' }, 12);
    expect(interview.left).toEqual([{ id: 'ana', name: 'ana', role: 'interviewer' }]);
    socket().receive('participant_joined', { participant: { ...ana, id: 'ana-2' } }, 13);
    expect(interview.left).toEqual([]);
  });

  it('keeps what was typed until the server has it, through a reload', async () => {
    void session.join('abc-defg-hij', 'Ben', null, entry);
    answer(welcome());
    const command = { kind: 'save_answer', question: 1, text: 'Because', submit: false } as const;
    session.interview?.save(command);
    // The page is reloaded before a second has passed, and the server dies with it.
    page.dispatchEvent(new Event('pagehide'));
    session.leave();
    expect([...stored.values()].join()).toContain('Because');

    void session.join('abc-defg-hij', 'Ben', null, entry);
    answer(welcome());
    expect(interview.saves['answer/1']).toMatchObject({ command, state: { kind: 'saving' } });
    const [request] = socket().all('interview');
    expect(request?.payload).toEqual(command);
    request?.ack({ ok: {} });
    await vi.advanceTimersByTimeAsync(0);
    expect(interview.saves['answer/1']?.state).toEqual({ kind: 'saved' });
    expect([...stored.values()].join()).not.toContain('Because');
  });
});
