import { vi } from 'vitest';

const subscribe = () => () => {};

/** Replaces `session/` in component tests: captures, sends and stores nothing. */
export const devices = {
  track: () => null,
  subscribe,
  start: async () => {},
  tryAgain: async () => {},
  pickSpeaker: vi.fn(async () => {}),
  microphoneLevel: () => 0,
  setCamera: vi.fn(async () => {}),
  setMicrophone: vi.fn(async () => {}),
};

export const meetingSession = {
  devices,
  media: { track: () => null, subscribe, setViewSize: vi.fn() },
  leave: vi.fn(),
  rememberedName: () => 'Ana',
  react: vi.fn(async () => {}),
  raiseHand: vi.fn(async () => {}),
  ask: vi.fn(async () => {}),
  renameSelf: vi.fn(async () => {}),
  answerUnmute: vi.fn(),
  recording: {
    start: vi.fn(async () => null),
    pause: vi.fn(),
    resume: vi.fn(async () => null),
    stop: vi.fn(async () => {}),
  },
  chat: { send: vi.fn(() => null), markRead: vi.fn(), edit: vi.fn(async () => {}) },
};
