import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { AudioMeter } from './audio-meter';
import { type Capture, newCapture } from './capture';
import { type Hearing, MicrophoneWatch, NOTHING_HEARD } from './microphone-watch';
import { FakeTrack } from './testing/fake-peer-connection';

/** A meter that returns the level the test sets, for enabled tracks only. */
class FakeMeter {
  level = 0;
  readonly released: unknown[] = [];

  loudest(track: FakeTrack | null): number | null {
    if (track?.readyState !== 'live') return null;
    return track.enabled ? this.level : 0;
  }

  release(track: unknown): void {
    this.released.push(track);
  }
}

let meter: FakeMeter;
let microphone: Capture;
let hearing: Hearing;
let watch: MicrophoneWatch;
let keys: EventTarget;

beforeEach(() => {
  vi.useFakeTimers();
  keys = new EventTarget();
  vi.stubGlobal('addEventListener', keys.addEventListener.bind(keys));
  meter = new FakeMeter();
  const track = new FakeTrack('audio') as unknown as MediaStreamTrack;
  microphone = { ...newCapture({ on: true, deviceId: null }), track };
  hearing = NOTHING_HEARD;
  watch = new MicrophoneWatch(microphone, meter as unknown as AudioMeter, true, (heard) => {
    hearing = heard;
  });
  watch.start();
});

afterEach(() => {
  watch.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function mute(muted: boolean): void {
  microphone.wanted = !muted;
  if (microphone.track) microphone.track.enabled = !muted;
  watch.handleChange();
}

it('hears who speaks muted, though the track itself is silent', () => {
  meter.level = 0.3;
  vi.advanceTimersByTime(5_000);
  expect(hearing.mutedSpeech).toBe(false);
  mute(true);
  vi.advanceTimersByTime(2_000);
  expect(hearing.mutedSpeech).toBe(true);
  mute(false);
  expect(hearing.mutedSpeech).toBe(false);
});

it('takes the noise of keys for no voice', () => {
  mute(true);
  meter.level = 0.3;
  for (let i = 0; i < 40; i++) {
    keys.dispatchEvent(new Event('keydown'));
    vi.advanceTimersByTime(250);
  }
  expect(hearing.mutedSpeech).toBe(false);
});

it('tells on joining what it told in prejoin, where it was not seen', () => {
  mute(true);
  meter.level = 0.3;
  vi.advanceTimersByTime(30_000);
  expect(hearing.mutedSpeech).toBe(false);
  watch.start();
  vi.advanceTimersByTime(2_000);
  expect(hearing.mutedSpeech).toBe(true);
});

it('notices a track that gives nothing, and one that the system holds back', () => {
  vi.advanceTimersByTime(9_000);
  expect(hearing.trouble).toBe('silent');
  meter.level = 0.01;
  vi.advanceTimersByTime(500);
  expect(hearing.trouble).toBeNull();
  Object.assign(microphone.track as object, { muted: true });
  vi.advanceTimersByTime(2_000);
  expect(hearing.trouble).toBe('interrupted');
});

it('notices that the microphone went, unless another one came', () => {
  meter.level = 0.01;
  microphone.track = null;
  microphone.problem = 'ended';
  watch.handleChange();
  vi.advanceTimersByTime(500);
  expect(hearing.trouble).toBeNull();
  vi.advanceTimersByTime(2_000);
  expect(hearing.trouble).toBe('ended');
  microphone.problem = null;
  microphone.track = new FakeTrack('audio') as unknown as MediaStreamTrack;
  vi.advanceTimersByTime(500);
  expect(hearing.trouble).toBeNull();
});

it('leaves nothing behind', () => {
  mute(true);
  meter.level = 0.3;
  vi.advanceTimersByTime(2_000);
  watch.stop();
  expect(hearing).toEqual(NOTHING_HEARD);
  expect(meter.released).toHaveLength(1);
  expect(vi.getTimerCount()).toBe(0);
});
