import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { Participant, RecordingChange, RecordingState } from '../protocol/protocol.gen';
import { SignalingError } from '../rtc/signaling';
import { RecordingSign } from './recording-sign';

interface Asked {
  state: RecordingChange;
  resolve(): void;
  reject(error: Error): void;
}

let up: boolean;
let asked: Asked[];
let sign: RecordingSign;
const settle = () => vi.advanceTimersByTimeAsync(0);
const states = () => asked.map(({ state }) => state);
const refused = (code: SignalingError['code']) => new SignalingError(code, code);

function self(recording?: RecordingState): Participant {
  const media = { microphone: true, camera: true, screen_share: false, screen_share_audio: false };
  return {
    id: 'me',
    name: 'Me',
    role: 'guest',
    media,
    presence: 'connected',
    joined_at: 0,
    ...(recording && { recording }),
  };
}

async function answer(): Promise<void> {
  asked.at(-1)?.resolve();
  await settle();
}

/** Asks to record and lets the server tell everybody. */
async function begin(): Promise<void> {
  const begun = sign.ask('recording');
  await answer();
  await begun;
}

beforeEach(() => {
  vi.useFakeTimers();
  up = true;
  asked = [];
  sign = new RecordingSign({
    get isUp() {
      return up;
    },
    setRecording: (state) =>
      new Promise<void>((resolve, reject) => {
        asked.push({ state, resolve, reject });
      }),
  });
  sign.onForbidden = vi.fn();
});

afterEach(() => {
  sign.close();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

it('says that one may record only when the server has said so', async () => {
  const done = vi.fn();
  void sign.ask('recording').then(done);
  await settle();
  expect(done).not.toHaveBeenCalled();
  await answer();
  expect(done).toHaveBeenCalled();
});

it('tells a pause and an end, one after the other, and no more than is needed', async () => {
  await begin();
  sign.tell('paused');
  sign.tell('stopped');
  expect(states()).toEqual(['recording', 'paused']);
  await answer();
  expect(states()).toEqual(['recording', 'paused', 'stopped']);
  await answer();
  sign.tell('stopped');
  expect(asked).toHaveLength(3);
});

it('says nothing to the server for somebody who does not record', () => {
  sign.handleJoined(self());
  sign.handleResumed();
  sign.handleChanged(self());
  expect(asked).toEqual([]);
});

it('tells it again to a server that was restarted', async () => {
  await begin();
  sign.handleJoined(self());
  expect(states()).toEqual(['recording', 'recording']);
  await answer();
  sign.handleResumed();
  expect(asked).toHaveLength(2);
  expect(sign.onForbidden).not.toHaveBeenCalled();
});

it('takes back what a page before this one has left', () => {
  sign.handleJoined(self('recording'));
  expect(states()).toEqual(['stopped']);
});

it('tells on return what became of it meanwhile', async () => {
  await begin();
  up = false;
  sign.tell('paused');
  expect(asked).toHaveLength(1);
  up = true;
  sign.handleResumed();
  expect(states()).toEqual(['recording', 'paused']);
});

it('does not take what was asked when the connection went for granted', async () => {
  const begun = sign.ask('recording').catch((error: SignalingError) => error.code);
  up = false;
  asked[0]?.reject(refused('disconnected'));
  expect(await begun).toBe('disconnected');
  up = true;
  // The server may have received the report.
  sign.handleResumed();
  expect(states()).toEqual(['recording', 'stopped']);
});

it('tries again when the server could not just now', async () => {
  await begin();
  sign.tell('stopped');
  asked[1]?.reject(refused('internal'));
  await settle();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(states()).toEqual(['recording', 'stopped', 'stopped']);
});

it('ends it when the server does not allow it any more', async () => {
  await begin();
  sign.handleJoined(self());
  asked[1]?.reject(refused('not_allowed'));
  await settle();
  expect(sign.onForbidden).toHaveBeenCalledOnce();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(asked).toHaveLength(2);
});

it('ends it when a host has taken it away', async () => {
  await begin();
  sign.handleChanged(self('recording'));
  sign.handleChanged(self());
  expect(sign.onForbidden).toHaveBeenCalledOnce();
  expect(asked).toHaveLength(1);
});

it('takes no news from before what it has asked for', async () => {
  const begun = sign.ask('recording');
  sign.handleChanged(self());
  await answer();
  await begun;
  sign.handleChanged(self('recording'));
  expect(sign.onForbidden).not.toHaveBeenCalled();
});
