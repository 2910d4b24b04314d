// Fake devices of a browser, for the tests of the device manager.
import { afterEach, beforeEach, vi } from 'vitest';

import { VOICE_PROCESSING } from '../../lib/voice-processing';
import type { DevicesState } from '../device-state';
import { CaptureDeviceManager } from '../devices';
import { FakeMediaStream, FakeTrack } from './fake-peer-connection';

type Constraints = { audio?: MediaTrackConstraints; video?: MediaTrackConstraints };

/** Fake devices, which may be missing, refused or slow. */
export class FakeMediaDevices extends EventTarget {
  readonly asked: string[] = [];
  readonly tracks: FakeTrack[] = [];
  cameras = ['cam-1', 'cam-2'];
  microphones = ['mic-1'];
  hasGain = true;
  refused: ('audio' | 'video')[] = [];
  busy: ('audio' | 'video')[] = [];
  /**
   * Chromium keeps the voice processing of an open microphone: unless the constraints are exact, or
   * always.
   */
  sharing: 'unless_exact' | 'always' = 'unless_exact';
  /** True if the live track's processing can be switched. */
  switchable = false;
  /** Until it resolves, the browser's question stays open. */
  question: Promise<void> = Promise.resolve();
  surface: 'monitor' | 'window' | 'browser' | undefined = 'window';
  /** True if the person closes every question without an answer. */
  dismissing = false;
  speakers: string[] = [];
  /** The id that the browser's own dialog gives; null if the person closes it. */
  picked: string | null = null;
  restricts = true;
  readonly shared: Record<string, unknown>[] = [];

  async getUserMedia(constraints: Constraints): Promise<FakeMediaStream> {
    this.asked.push(Object.keys(constraints).sort().join('+'));
    await this.question;
    if (this.dismissing) throw new DOMException('Permission dismissed', 'NotAllowedError');
    const tracks: FakeTrack[] = [];
    for (const kind of ['audio', 'video'] as const) {
      const wanted = constraints[kind];
      if (!wanted) continue;
      const there = kind === 'audio' ? this.microphones : this.cameras;
      const exact = (wanted.deviceId as { exact: string } | undefined)?.exact;
      const deviceId = exact ?? there[0];
      if (this.refused.includes(kind)) throw new DOMException('', 'NotAllowedError');
      if (!deviceId) throw new DOMException('', 'NotFoundError');
      if (!there.includes(deviceId)) throw new DOMException('', 'OverconstrainedError');
      if (this.busy.includes(kind)) throw new DOMException('', 'NotReadableError');
      if (kind === 'video') tracks.push(new FakeTrack(kind, { deviceId }));
      else tracks.push(this.#microphone(deviceId, wanted));
    }
    this.tracks.push(...tracks);
    return new FakeMediaStream(tracks);
  }

  getSupportedConstraints(): MediaTrackSupportedConstraints {
    const restrictOwnAudio = this.restricts;
    const voice = { echoCancellation: true, noiseSuppression: true, autoGainControl: this.hasGain };
    return { ...voice, ...{ restrictOwnAudio } };
  }

  async selectAudioOutput(): Promise<object> {
    if (this.picked === null) throw new DOMException('', 'NotAllowedError');
    this.speakers.push(this.picked);
    return { kind: 'audiooutput', deviceId: this.picked, label: this.picked };
  }

  #microphone(deviceId: string, wanted: MediaTrackConstraints): FakeTrack {
    const voice: MediaTrackSettings = {};
    let exactly = false;
    for (const name of VOICE_PROCESSING) {
      const value = wanted[name] as boolean | { exact: boolean };
      exactly ||= typeof value === 'object';
      voice[name] = typeof value === 'object' ? value.exact : value;
    }
    const open = this.tracks.find(
      (track) => track.kind === 'audio' && track.readyState === 'live',
    )?.settings;
    const shared = open && (this.sharing === 'always' || !exactly);
    const track = new FakeTrack('audio', { ...(shared ? open : voice), deviceId });
    if (this.switchable) {
      track.applyConstraints = async (constraints) => {
        Object.assign(track.settings, constraints);
      };
    }
    return track;
  }

  async getDisplayMedia(options: Record<string, unknown>): Promise<FakeMediaStream> {
    this.shared.push(options);
    if (this.refused.length > 0) throw new DOMException('', 'NotAllowedError');
    const settings = this.surface ? { displaySurface: this.surface } : {};
    const tracks = [new FakeTrack('video', settings), new FakeTrack('audio')];
    this.tracks.push(...tracks);
    return new FakeMediaStream(tracks);
  }

  async enumerateDevices(): Promise<object[]> {
    return [
      ...this.cameras.map((deviceId) => ({ kind: 'videoinput', deviceId, label: deviceId })),
      ...this.microphones.map((deviceId) => ({ kind: 'audioinput', deviceId, label: deviceId })),
      ...this.speakers.map((deviceId) => ({ kind: 'audiooutput', deviceId, label: deviceId })),
      { kind: 'audiooutput', deviceId: '', label: '' },
    ];
  }

  get live(): string[] {
    return this.tracks.filter(({ readyState }) => readyState === 'live').map(({ kind }) => kind);
  }
}

export const unknown = { on: true, fixed: null };
export const capture = { wanted: true, live: false, deviceId: null, problem: null };

export let browser: FakeMediaDevices;
export let state: DevicesState;
export let stored: Map<string, string>;

export function manager(): CaptureDeviceManager {
  state = {
    camera: capture,
    microphone: capture,
    speakerId: null,
    canChooseSpeaker: false,
    canPickSpeaker: false,
    cameras: [],
    microphones: [],
    speakers: [],
    screenShare: { live: false, problem: null },
    wholeScreenChosen: false,
    canShareScreen: false,
    voice: { echoCancellation: unknown, noiseSuppression: unknown, autoGainControl: unknown },
    listensMuted: true,
    hearing: { trouble: null, mutedSpeech: false },
  };
  return new CaptureDeviceManager({
    get: () => state,
    set: (change) => {
      state = { ...state, ...change };
    },
  });
}

export async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
}

/** Gives each test of the file new devices, and an empty storage. */
export function setUpDevices(): void {
  beforeEach(() => {
    browser = new FakeMediaDevices();
    stored = new Map();
    vi.stubGlobal('navigator', { mediaDevices: browser });
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => stored.set(key, value),
    });
  });

  afterEach(() => {
    vi.unstubAllGlobals();
  });
}
