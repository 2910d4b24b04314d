import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { RecordingFile } from '../rtc/recorder/file';
import { MemoryFile } from '../rtc/recorder/memory-file';
import type { RecorderOptions } from '../rtc/recorder/recorder';
import { SignalingError } from '../rtc/signaling';
import { initialRecording, type OwnRecording } from '../stores/recording';
import { initialRoom } from '../stores/room';
import { Recording, type RecordingOptions } from './recording';
import { RecordingShelf } from './recording-shelf';
import { RecordingSign } from './recording-sign';

vi.mock('./download', () => ({ download: (...given: unknown[]) => downloads.push(given[1]) }));

let downloads: unknown[] = [];

/** Pretends to record. */
class FakeRecorder {
  static opened: FakeRecorder[] = [];
  readonly options: RecorderOptions;
  seconds = 0;
  readonly pause = vi.fn();
  readonly resume = vi.fn();
  readonly discard = vi.fn(async () => {});
  finish = vi.fn(async (): Promise<Blob | null> => new Blob(['whole']));

  constructor(options: RecorderOptions) {
    this.options = options;
    FakeRecorder.opened.push(this);
  }

  static async open(options: RecorderOptions): Promise<FakeRecorder> {
    return new FakeRecorder(options);
  }
}

let state: OwnRecording;
let told: string[];
let server: (state: string) => Promise<void>;
let sign: RecordingSign | null;
let file: RecordingFile;
let openFile: () => Promise<RecordingFile>;
let format: object | null;
let recording: Recording;
let listeners: Map<string, () => void>;

const words = { screenOf: (name: string) => name };
const recorder = () => FakeRecorder.opened.at(-1) as FakeRecorder;
const items = () => state.shelf.map(({ state, trouble }) => [state, trouble]);

beforeEach(() => {
  vi.useFakeTimers();
  listeners = new Map();
  vi.stubGlobal('addEventListener', (name: string, act: () => void) => listeners.set(name, act));
  vi.stubGlobal('removeEventListener', (name: string) => listeners.delete(name));
  FakeRecorder.opened = [];
  downloads = [];
  state = initialRecording;
  told = [];
  server = async () => {};
  sign = new RecordingSign({
    isUp: true,
    setRecording: async (state) => {
      told.push(state);
      await server(state);
    },
  });
  file = new MemoryFile('video/webm');
  openFile = async () => file;
  format = { container: 'webm' };
  const sink = {
    get: () => state,
    set: (change: Partial<OwnRecording>) => {
      state = { ...state, ...change };
    },
  };
  const load = async () => ({
    chooseFormat: async () => format,
    openFile: () => openFile(),
    mimeType: () => 'video/webm',
    PICTURE: { width: 1280, height: 720 },
    Recorder: FakeRecorder,
  });
  recording = new Recording({
    sink,
    shelf: new RecordingShelf(sink),
    room: () => ({ ...initialRoom, meetingId: 'abc-defg-hij' }),
    find: () => null,
    tellView: () => {},
    sign: () => sign,
    load: load as unknown as NonNullable<RecordingOptions['load']>,
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it('asks the server first, and only then records', async () => {
  let allow = () => {};
  server = () =>
    new Promise((resolve) => {
      allow = resolve;
    });
  const started = recording.start(words);
  await vi.advanceTimersByTimeAsync(0);
  expect(told).toEqual(['recording']);
  expect(state.phase).toBe('starting');
  expect(FakeRecorder.opened).toEqual([]);
  allow();
  expect(await started).toBeNull();
  expect(state.phase).toBe('recording');
  expect(FakeRecorder.opened).toHaveLength(1);
});

it.each([
  ['not_allowed', 'not_allowed'],
  ['disconnected', 'offline'],
] as const)('records nothing when the server says %s', async (code, refusal) => {
  const discard = vi.spyOn(file, 'discard');
  server = async (state) => {
    if (state === 'recording') throw new SignalingError(code, code);
  };
  expect(await recording.start(words)).toBe(refusal);
  expect(state.phase).toBe('off');
  expect(FakeRecorder.opened).toEqual([]);
  expect(discard).toHaveBeenCalled();
  expect(listeners.size).toBe(0);
});

it('tells nobody where the browser cannot record, or the person thinks better of it', async () => {
  format = null;
  expect(await recording.start(words)).toBe('unsupported');
  format = { container: 'webm' };
  openFile = () => Promise.reject(new DOMException('closed', 'AbortError'));
  expect(await recording.start(words)).toBe('cancelled');
  expect(told).toEqual([]);
  expect(state.phase).toBe('off');
});

it('stops the clock while it is paused, and goes on only when everybody is told', async () => {
  await recording.start(words);
  recorder().seconds = 5;
  recording.pause();
  expect(recorder().pause).toHaveBeenCalled();
  expect(state).toMatchObject({ phase: 'paused', recorded: 5_000, runningSince: null });
  server = () => Promise.reject(new SignalingError('disconnected', ''));
  expect(await recording.resume()).toBe('offline');
  expect(recorder().resume).not.toHaveBeenCalled();
  server = async () => {};
  expect(await recording.resume()).toBeNull();
  expect(recorder().resume).toHaveBeenCalled();
  expect(state).toMatchObject({ phase: 'recording', recorded: 5_000, runningSince: Date.now() });
});

it('hands the file out when it is complete, and warns of closing the page until then', async () => {
  await recording.start(words);
  expect([...listeners.keys()]).toEqual(['beforeunload']);
  let complete = (_: Blob) => {};
  recorder().finish = vi.fn(
    () =>
      new Promise<Blob>((resolve) => {
        complete = resolve;
      }),
  );
  const stopped = recording.stop();
  expect(state.phase).toBe('off');
  expect(items()).toEqual([['saving', null]]);
  expect(listeners.size).toBe(1);
  complete(new Blob(['whole']));
  await stopped;
  expect(downloads).toHaveLength(1);
  expect(items()).toEqual([['saved', null]]);
  expect(listeners.size).toBe(0);
  expect(told).toEqual(['recording', 'stopped']);
});

it('closes the card of a recording and keeps the recording', () => {
  const item = { stored: 'x', meetingId: 'abc-defg-hij', startedAt: 1, size: 1 };
  let state = { ...initialRecording, shelf: [{ ...item, state: 'kept' as const, trouble: null }] };
  const shelf = new RecordingShelf({
    get: () => state,
    set: (change) => {
      state = { ...state, ...(change as Partial<typeof state>) };
    },
  });
  shelf.close('x');
  expect(state.shelf).toEqual([]);
});

it('can record again while the one before is being completed', async () => {
  await recording.start(words);
  recorder().finish = vi.fn(() => new Promise<Blob>(() => {}));
  void recording.stop();
  vi.advanceTimersByTime(1_000);
  expect(await recording.start(words)).toBeNull();
  expect(state.phase).toBe('recording');
  expect(FakeRecorder.opened).toHaveLength(2);
});

it.each(['full', 'failed'] as const)('ends by itself and says why: %s', async (trouble) => {
  await recording.start(words);
  recorder().options.onTrouble(trouble);
  await vi.advanceTimersByTimeAsync(0);
  expect(state.phase).toBe('off');
  expect(items()).toEqual([['saved', trouble]]);
  expect(told.at(-1)).toBe('stopped');
});

it('ends when the server does not allow it any more', async () => {
  await recording.start(words);
  sign?.onForbidden?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(items()).toEqual([['saved', 'not_allowed']]);
});

it('says so when nothing can be saved', async () => {
  await recording.start(words);
  recorder().finish = vi.fn(() => Promise.reject(new Error('the encoder is gone')));
  await recording.stop();
  expect(items()).toEqual([['lost', 'failed']]);
  expect(downloads).toEqual([]);
});

it('does not begin after one has left meanwhile', async () => {
  let allow = () => {};
  server = (state) =>
    state === 'recording'
      ? new Promise((resolve) => {
          allow = resolve;
        })
      : Promise.resolve();
  const started = recording.start(words);
  await vi.advanceTimersByTimeAsync(0);
  await recording.stop();
  allow();
  expect(await started).toBeNull();
  expect(state.phase).toBe('off');
  expect(recorder().discard).toHaveBeenCalled();
  expect(told.at(-1)).toBe('stopped');
  expect(state.shelf).toEqual([]);
  expect(listeners.size).toBe(0);
});
