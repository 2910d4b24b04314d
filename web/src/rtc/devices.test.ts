import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { VOICE_PROCESSING } from '../lib/voice-processing';
import { type DevicesState, effectiveSpeaker } from './device-state';
import { CaptureDeviceManager } from './devices';
import { FakeMediaStream, FakeTrack } from './testing/fake-peer-connection';

type Constraints = { audio?: MediaTrackConstraints; video?: MediaTrackConstraints };

/** Fake devices, which may be missing, refused or slow. */
class FakeMediaDevices extends EventTarget {
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

const unknown = { on: true, fixed: null };
const capture = { wanted: true, live: false, deviceId: null, problem: null };

let browser: FakeMediaDevices;
let state: DevicesState;
let stored: Map<string, string>;

function manager(): CaptureDeviceManager {
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

async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
}

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

describe('starting', () => {
  it('asks once for both, and lists what there is', async () => {
    const devices = manager();
    await devices.start();
    expect(browser.asked).toEqual(['audio+video']);
    expect(state.camera).toEqual({ wanted: true, live: true, deviceId: 'cam-1', problem: null });
    expect(state.microphone.live).toBe(true);
    expect(state.cameras.map(({ deviceId }) => deviceId)).toEqual(['cam-1', 'cam-2']);
    expect(state.speakers).toEqual([]);
  });

  it('keeps the one when the other is missing', async () => {
    browser.cameras = [];
    await manager().start();
    expect(state.camera).toMatchObject({ live: false, problem: 'not_found' });
    expect(state.microphone).toMatchObject({ live: true, problem: null });
  });

  it.each([
    ['refused', 'refused'],
    ['busy', 'in_use'],
  ] as const)('tells %s from the rest', async (what, problem) => {
    browser[what] = ['video'];
    await manager().start();
    expect(state.camera.problem).toBe(problem);
    expect(state.microphone.live).toBe(true);
  });

  it('says that an insecure page has no devices', async () => {
    vi.stubGlobal('navigator', {});
    await manager().start();
    expect([state.camera.problem, state.microphone.problem]).toEqual(['insecure', 'insecure']);
    expect(state.canShareScreen).toBe(false);
  });

  it('asks for nothing that was off last time', async () => {
    const before = manager();
    await before.setCamera(false);
    await manager().start();
    expect(browser.asked).toEqual(['audio']);
    expect(state.camera).toMatchObject({ wanted: false, live: false });
  });

  it('takes the remembered device, or the default if it is gone', async () => {
    await manager().chooseCamera('cam-2');
    await manager().start();
    expect(state.camera.deviceId).toBe('cam-2');
    browser.cameras = ['cam-1'];
    await manager().start();
    expect(state.camera).toMatchObject({ live: true, deviceId: 'cam-1', problem: null });
  });
});

describe('switching', () => {
  it('the camera off is off, the microphone is only silent', async () => {
    const devices = manager();
    await devices.start();
    await Promise.all([devices.setCamera(false), devices.setMicrophone(false)]);
    expect(browser.live).toEqual(['audio']);
    expect(devices.track('camera')).toBeNull();
    expect(devices.track('microphone')?.enabled).toBe(false);
    expect(state.microphone).toMatchObject({ wanted: false, live: false });
    await devices.setMicrophone(true);
    expect(state.microphone.live).toBe(true);
    expect(browser.asked).toHaveLength(1);
  });

  it('wished for and started in one breath, is captured', async () => {
    const devices = manager();
    void devices.setCamera(true);
    await devices.start();
    expect(browser.live.sort()).toEqual(['audio', 'video']);
  });

  it('however fast, ends with the last wish', async () => {
    const devices = manager();
    await devices.start();
    await Promise.all([false, true, false, true, false].map((on) => devices.setCamera(on)));
    expect(browser.live).toEqual(['audio']);
    await Promise.all([true, false, true].map((on) => devices.setCamera(on)));
    expect(browser.live.sort()).toEqual(['audio', 'video']);
    expect(state.camera.live).toBe(true);
  });

  it('to another device replaces the track and lets the old one go', async () => {
    const devices = manager();
    await devices.start();
    await devices.chooseCamera('cam-2');
    expect(state.camera.deviceId).toBe('cam-2');
    expect(browser.live.sort()).toEqual(['audio', 'video']);
    const asked = browser.asked.length;
    await devices.chooseMicrophone('mic-1');
    expect(browser.asked).toHaveLength(asked);
  });

  it('to another device shows it at once, and the former again if it does not work', async () => {
    const devices = manager();
    await devices.start();
    browser.microphones.push('mic-2');
    const chosen = devices.chooseMicrophone('mic-2');
    expect(state.microphone.deviceId).toBe('mic-2');
    await chosen;
    expect(state.microphone.deviceId).toBe('mic-2');

    browser.busy = ['audio'];
    await devices.chooseMicrophone('mic-1');
    expect(state.microphone).toMatchObject({ deviceId: 'mic-2', problem: 'in_use' });
  });

  it('to another microphone while muted shows it too', async () => {
    browser.microphones.push('mic-2');
    const devices = manager();
    await devices.start();
    await devices.setMicrophone(false);
    await devices.chooseMicrophone('mic-2');
    expect(state.microphone.deviceId).toBe('mic-2');
  });

  it('tells those who listen, until they no longer do', async () => {
    const devices = manager();
    const listener = vi.fn();
    const off = devices.subscribe(listener);
    await devices.start();
    expect(listener).toHaveBeenCalled();
    off();
    listener.mockClear();
    await devices.setCamera(false);
    expect(listener).not.toHaveBeenCalled();
  });
});

describe('the processing of the voice', () => {
  const settings = (devices: CaptureDeviceManager) => devices.track('microphone')?.getSettings();

  it('is switched on the track itself where that has an effect', async () => {
    browser.switchable = true;
    const devices = manager();
    await devices.start();
    const track = devices.track('microphone');
    await devices.setVoice({ noiseSuppression: false });
    expect(devices.track('microphone')).toBe(track);
    expect(settings(devices)).toMatchObject({ echoCancellation: true, noiseSuppression: false });
    expect(state.voice.noiseSuppression).toEqual({ on: false, fixed: null });
  });

  it.each(['unless_exact', 'always'] as const)(
    'is had by capturing anew where it is not, sharing %s',
    async (sharing) => {
      browser.sharing = sharing;
      const devices = manager();
      await devices.start();
      const former = devices.track('microphone');
      await devices.setVoice({ echoCancellation: false });
      expect(devices.track('microphone')).not.toBe(former);
      expect(settings(devices)).toMatchObject({ echoCancellation: false, noiseSuppression: true });
      expect(state.voice.echoCancellation).toEqual({ on: false, fixed: null });
      expect(browser.live.sort()).toEqual(['audio', 'video']);
    },
  );

  it('never leaves a gap where the browser can do both at once', async () => {
    const devices = manager();
    await devices.start();
    const seen: (string | undefined)[] = [];
    devices.subscribe(() => seen.push(devices.track('microphone')?.readyState));
    await devices.setVoice({ autoGainControl: false });
    expect(seen).not.toContain(undefined);
    expect(settings(devices)?.autoGainControl).toBe(false);
  });

  it('however fast it is switched, ends with the last wish', async () => {
    const devices = manager();
    await devices.start();
    await Promise.all([false, true, false].map((on) => devices.setVoice({ echoCancellation: on })));
    expect(settings(devices)?.echoCancellation).toBe(false);
    expect(browser.live.sort()).toEqual(['audio', 'video']);
  });

  it('is remembered, and switched on unmuting where one is muted', async () => {
    const devices = manager();
    await devices.start();
    await devices.setMicrophone(false);
    await devices.setVoice({ echoCancellation: false });
    expect(state.voice.echoCancellation.on).toBe(false);
    await devices.setMicrophone(true);
    expect(settings(devices)?.echoCancellation).toBe(false);
    const later = manager();
    await later.start();
    expect(settings(later)?.echoCancellation).toBe(false);
  });

  it('says where the browser has no switch', async () => {
    browser.hasGain = false;
    await manager().start();
    expect(state.voice.autoGainControl).toEqual({ on: false, fixed: 'browser' });
    expect(state.voice.echoCancellation).toEqual({ on: true, fixed: null });
  });
});

describe('a muted microphone', () => {
  const copies: FakeTrack[] = [];
  const clone = FakeTrack.prototype.clone;
  beforeEach(() => {
    copies.length = 0;
    FakeTrack.prototype.clone = function () {
      const copy = clone.call(this);
      copies.push(copy);
      return copy;
    };
  });
  afterEach(() => {
    FakeTrack.prototype.clone = clone;
  });
  const listening = () => copies.filter(({ readyState }) => readyState === 'live').length;

  it('is listened to by a copy that is never given out, and only while it is muted', async () => {
    const devices = manager();
    await devices.start();
    expect(listening()).toBe(0);
    await devices.setMicrophone(false);
    expect(listening()).toBe(1);
    expect(copies[0]?.enabled).toBe(true);
    expect(devices.track('microphone')?.enabled).toBe(false);
    expect(copies).not.toContain(devices.track('microphone'));
    await devices.setMicrophone(true);
    expect(listening()).toBe(0);
    await devices.setMicrophone(false);
    devices.stop();
    expect(listening()).toBe(0);
  });

  it('is not listened to by who does not want that', async () => {
    const devices = manager();
    await devices.start();
    devices.setListensMuted(false);
    await devices.setMicrophone(false);
    expect(listening()).toBe(0);
    devices.setListensMuted(true);
    expect(listening()).toBe(1);
    devices.setListensMuted(false);
    expect(listening()).toBe(0);
    expect(manager() && state.listensMuted).toBe(false);
  });
});

describe('what somebody else stops', () => {
  const remembered = () => JSON.parse(stored.get('convene.preferences') ?? '{}');

  it('is off until its owner turns it on', async () => {
    const devices = manager();
    await devices.start();
    devices.stopSource('camera');
    devices.stopSource('microphone');
    expect(browser.live).toEqual(['audio']);
    expect(state.camera.wanted).toBe(false);
    expect(devices.track('microphone')?.enabled).toBe(false);
    await devices.setMicrophone(true);
    expect(devices.track('microphone')?.enabled).toBe(true);
    await devices.setCamera(true);
    expect(state.camera.live).toBe(true);
  });

  it('is no wish of its owner’s: it is on the next time, unless they turned it off themselves', async () => {
    const devices = manager();
    await devices.start();
    devices.stopSource('camera');
    devices.stopSource('microphone');
    await devices.chooseCamera('cam-2');
    expect(remembered().camera).toEqual({ on: true, deviceId: 'cam-2' });
    await devices.setMicrophone(false);
    devices.stop();
    await devices.start();
    expect([state.camera.live, state.microphone.live]).toEqual([true, false]);
    expect(remembered().microphone.on).toBe(false);
  });

  it('and was off already stays as its owner left it', async () => {
    const devices = manager();
    await devices.start();
    await devices.setCamera(false);
    devices.stopSource('camera');
    devices.stop();
    await devices.start();
    expect(state.camera.live).toBe(false);
  });

  it('may be a screen', async () => {
    const devices = manager();
    await devices.start();
    await devices.startScreenShare();
    devices.stopSource('screen_share');
    expect(devices.track('screen_share')).toBeNull();
  });
});

describe('a device that goes', () => {
  it('is replaced by another', async () => {
    const devices = manager();
    await devices.start();
    browser.cameras = ['cam-2'];
    (devices.track('camera') as unknown as FakeTrack).onended?.();
    await settle();
    expect(state.camera).toMatchObject({ live: true, deviceId: 'cam-2', problem: null });
  });

  it('is told of when there is no other, and taken up again when it is back', async () => {
    const devices = manager();
    await devices.start();
    browser.cameras = [];
    (devices.track('camera') as unknown as FakeTrack).onended?.();
    await settle();
    expect(state.camera).toMatchObject({ live: false, problem: 'ended' });
    browser.cameras = ['cam-1'];
    browser.dispatchEvent(new Event('devicechange'));
    await settle();
    expect(state.camera).toMatchObject({ live: true, problem: null });
  });

  it('was refused is not asked for again by itself', async () => {
    browser.refused = ['video'];
    await manager().start();
    const asked = browser.asked.length;
    browser.dispatchEvent(new Event('devicechange'));
    await settle();
    expect(browser.asked).toHaveLength(asked);
  });
});

describe('the preferred device', () => {
  const track = (devices: CaptureDeviceManager, kind: 'camera' | 'microphone') =>
    devices.track(kind) as unknown as FakeTrack;
  const remembered = () => JSON.parse(stored.get('convene.preferences') ?? '{}');
  const change = async () => {
    browser.dispatchEvent(new Event('devicechange'));
    await settle();
  };

  it('can be chosen again after the default took its place', async () => {
    await manager().chooseCamera('cam-2');
    browser.cameras = ['cam-1'];
    const devices = manager();
    await devices.start();
    expect(state.camera.deviceId).toBe('cam-1');
    browser.cameras = ['cam-1', 'cam-2'];
    await devices.chooseCamera('cam-2');
    expect(state.camera).toMatchObject({ live: true, deviceId: 'cam-2' });
  });

  it('stays preferred while it is unplugged, and is used again when it is back', async () => {
    browser.microphones = ['mic-1', 'mic-2'];
    const devices = manager();
    await devices.start();
    await devices.chooseCamera('cam-2');
    await devices.chooseMicrophone('mic-2');
    browser.cameras = ['cam-1'];
    browser.microphones = ['mic-1'];
    track(devices, 'camera').onended?.();
    track(devices, 'microphone').onended?.();
    await change();
    expect([state.camera.deviceId, state.microphone.deviceId]).toEqual(['cam-1', 'mic-1']);
    await devices.setCamera(false);
    await devices.setCamera(true);
    expect(remembered().camera).toEqual({ on: true, deviceId: 'cam-2' });
    browser.cameras = ['cam-1', 'cam-2'];
    browser.microphones = ['mic-1', 'mic-2'];
    await change();
    expect(state.camera).toMatchObject({ live: true, deviceId: 'cam-2', problem: null });
    expect(state.microphone).toMatchObject({ live: true, deviceId: 'mic-2', problem: null });
    expect(browser.live.sort()).toEqual(['audio', 'video']);
  });

  it('leaves the default in use if it is back but does not work yet', async () => {
    const devices = manager();
    await devices.start();
    await devices.chooseCamera('cam-2');
    browser.cameras = ['cam-1'];
    track(devices, 'camera').onended?.();
    await change();
    browser.cameras = ['cam-1', 'cam-2'];
    const { getUserMedia } = browser;
    browser.getUserMedia = async (constraints) => {
      if (constraints.video?.deviceId) throw new DOMException('', 'NotReadableError');
      return getUserMedia.call(browser, constraints);
    };
    await change();
    expect(state.camera).toMatchObject({ live: true, deviceId: 'cam-1', problem: null });
    browser.getUserMedia = getUserMedia;
    await change();
    expect(state.camera.deviceId).toBe('cam-2');
  });

  it('gives way to a device that is chosen meanwhile', async () => {
    const devices = manager();
    await devices.start();
    await devices.chooseCamera('cam-2');
    browser.cameras = ['cam-1', 'cam-3'];
    track(devices, 'camera').onended?.();
    await change();
    await devices.chooseCamera('cam-3');
    browser.cameras = ['cam-1', 'cam-2', 'cam-3'];
    await change();
    expect(state.camera.deviceId).toBe('cam-3');
  });
});

describe('a device that the system holds back', () => {
  const track = (kind: 'audio' | 'video') =>
    browser.tracks.find((one) => one.kind === kind && one.readyState === 'live') as FakeTrack;
  const turn = (kind: 'audio' | 'video', muted: boolean) => {
    const held = track(kind);
    held.muted = muted;
    held.dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
  };
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is off until it is given back, for its owner and for the others', async () => {
    const devices = manager();
    await devices.start();
    // Joining starts once more.
    await devices.start();
    turn('audio', true);
    turn('video', true);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(state.microphone).toMatchObject({ wanted: true, live: false, problem: 'interrupted' });
    expect(state.camera).toMatchObject({ wanted: true, live: false, problem: 'interrupted' });
    expect([devices.track('microphone'), devices.track('camera')]).toEqual([null, null]);
    const asked = browser.asked.length;
    turn('audio', false);
    turn('video', false);
    await vi.advanceTimersByTimeAsync(0);
    expect(state.microphone).toMatchObject({ live: true, problem: null });
    expect(state.camera).toMatchObject({ live: true, problem: null });
    expect(browser.asked).toHaveLength(asked);
  });

  it('is not off for a camera whose frames are late for a moment', async () => {
    await manager().start();
    turn('video', true);
    await vi.advanceTimersByTimeAsync(2_000);
    turn('video', false);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(state.camera).toMatchObject({ live: true, problem: null });
  });

  it('is captured anew when its owner asks for that', async () => {
    const devices = manager();
    await devices.start();
    turn('audio', true);
    await vi.advanceTimersByTimeAsync(0);
    await devices.setMicrophone(true);
    expect(state.microphone).toMatchObject({ live: true, problem: null });
    expect(devices.track('microphone')?.muted).toBe(false);
    expect(browser.live.sort()).toEqual(['audio', 'video']);
  });

  it('is captured anew when the page is shown again and the system has not given it back', async () => {
    const page = Object.assign(new EventTarget(), { visibilityState: 'hidden' });
    vi.stubGlobal('document', page);
    await manager().start();
    turn('audio', true);
    turn('video', true);
    expect(state.camera.live, 'a hidden page does not wait').toBe(false);
    page.visibilityState = 'visible';
    page.dispatchEvent(new Event('visibilitychange'));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(state.microphone).toMatchObject({ live: true, problem: null });
    expect(state.camera).toMatchObject({ live: true, problem: null });
    expect(browser.live.sort()).toEqual(['audio', 'video']);
  });

  it('is no problem while its owner is muted', async () => {
    const devices = manager();
    await devices.start();
    await devices.setMicrophone(false);
    turn('audio', true);
    await vi.advanceTimersByTimeAsync(0);
    expect(state.microphone).toMatchObject({ wanted: false, problem: null });
    await devices.setMicrophone(true);
    expect(state.microphone).toMatchObject({ live: true, problem: null });
  });
});

describe('a question of the browser', () => {
  const permissions = (states: Record<string, string>) =>
    vi.stubGlobal('navigator', {
      mediaDevices: browser,
      permissions: { query: async ({ name }: { name: string }) => ({ state: states[name] }) },
    });

  it('that is closed does not come again, not even on joining', async () => {
    browser.dismissing = true;
    const devices = manager();
    await devices.start();
    expect(browser.asked).toEqual(['audio+video']);
    expect([state.camera.problem, state.microphone.problem]).toEqual(['refused', 'refused']);
    await devices.start();
    expect(browser.asked).toHaveLength(1);
    browser.dismissing = false;
    await devices.tryAgain();
    expect([state.camera.live, state.microphone.live]).toEqual([true, true]);
  });

  it('that is answered with no does not come again for each device', async () => {
    permissions({ camera: 'prompt', microphone: 'prompt' });
    browser.refused = ['audio', 'video'];
    await manager().start();
    expect(browser.asked).toEqual(['audio+video']);
  });

  it('that was never asked, because the other device is blocked, comes once', async () => {
    permissions({ camera: 'denied', microphone: 'prompt' });
    browser.refused = ['video'];
    await manager().start();
    expect(browser.asked).toEqual(['audio+video', 'audio']);
    expect(state.camera.problem).toBe('refused');
    expect(state.microphone.live).toBe(true);
  });
});

describe('the speaker', () => {
  it('is the default while the preferred one is unplugged', () => {
    const speaker = (deviceId: string) => ({ deviceId, label: deviceId });
    const lists = { cameras: [speaker('cam-1')], microphones: [] };
    const speakers = [speaker('default'), speaker('out-1')];
    expect(effectiveSpeaker({ ...lists, speakerId: 'out-1', speakers })).toBe('out-1');
    expect(effectiveSpeaker({ ...lists, speakerId: 'out-2', speakers })).toBeNull();
    expect(effectiveSpeaker({ ...lists, speakerId: 'out-2', speakers: [] })).toBeNull();
    expect(effectiveSpeaker({ ...lists, speakerId: null, speakers })).toBeNull();
    const unknown = { cameras: [], microphones: [], speakers: [] };
    expect(effectiveSpeaker({ ...unknown, speakerId: 'out-2' })).toBe('out-2');
  });

  it('is picked in the browser’s own dialog where it has one', async () => {
    const devices = manager();
    await devices.start();
    expect(state.canPickSpeaker).toBe(true);
    browser.picked = 'out-1';
    await devices.pickSpeaker();
    expect(state.speakerId).toBe('out-1');
    expect(state.speakers.map(({ deviceId }) => deviceId)).toEqual(['out-1']);
    browser.picked = null;
    await devices.pickSpeaker();
    expect(state.speakerId, 'closing the dialog changes nothing').toBe('out-1');
  });
});

describe('stopping', () => {
  it('stops everything and listens no more', async () => {
    const devices = manager();
    await devices.start();
    await devices.startScreenShare();
    expect(browser.live).toHaveLength(4);
    devices.stop();
    expect(browser.live).toEqual([]);
    expect(state.camera).toMatchObject({ wanted: true, live: false });
    expect(state.screenShare.live).toBe(false);
    browser.dispatchEvent(new Event('devicechange'));
    await settle();
    expect(browser.live).toEqual([]);
  });

  it('lets go of what is granted too late', async () => {
    let answer = (): void => {};
    browser.question = new Promise((resolve) => {
      answer = resolve;
    });
    const devices = manager();
    const started = devices.start();
    await settle();
    devices.stop();
    answer();
    await started;
    expect(browser.live).toEqual([]);
    expect(state.camera.live).toBe(false);
  });

  it('and starting again while the browser still asks captures once', async () => {
    const devices = manager();
    const first = devices.start();
    devices.stop();
    await Promise.all([first, devices.start()]);
    expect(browser.live.sort()).toEqual(['audio', 'video']);
    expect(state.camera.live).toBe(true);
  });
});

describe('sharing a screen', () => {
  it('gives its picture and its sound', async () => {
    const devices = manager();
    await devices.start();
    await devices.startScreenShare();
    expect(state.screenShare).toEqual({ live: true, problem: null });
    expect(devices.track('screen_share')?.contentHint).toBe('detail');
    expect(devices.track('screen_share_audio')).not.toBeNull();
  });

  it('never sends the sound of the meeting back into it', async () => {
    const devices = manager();
    await devices.start();
    await devices.startScreenShare();
    devices.stopScreenShare();
    browser.restricts = false;
    await devices.startScreenShare();
    expect(browser.shared).toMatchObject([
      { audio: { restrictOwnAudio: true }, systemAudio: 'include' },
      { audio: true, systemAudio: 'exclude' },
    ]);
  });

  it('ends by the browser’s own button', async () => {
    const devices = manager();
    await devices.start();
    await devices.startScreenShare();
    (devices.track('screen_share') as unknown as FakeTrack).onended?.();
    expect(state.screenShare.live).toBe(false);
    expect(devices.track('screen_share_audio')).toBeNull();
    expect(browser.live.sort()).toEqual(['audio', 'video']);
  });

  describe('that is a whole one', () => {
    async function choose(): Promise<CaptureDeviceManager> {
      const devices = manager();
      await devices.start();
      browser.surface = 'monitor';
      await devices.startScreenShare();
      return devices;
    }

    it('is held back until it is confirmed', async () => {
      const devices = await choose();
      const changes = vi.fn();
      devices.subscribe(changes);
      expect(state).toMatchObject({ wholeScreenChosen: true, screenShare: { live: false } });
      expect(devices.track('screen_share')).toBeNull();
      expect(devices.track('screen_share_audio')).toBeNull();
      devices.confirmScreenShare();
      expect(changes).toHaveBeenCalled();
      expect(state).toMatchObject({ wholeScreenChosen: false, screenShare: { live: true } });
      expect(devices.track('screen_share')).not.toBeNull();
    });

    it('is let go of when it was not meant', async () => {
      const devices = await choose();
      devices.cancelScreenShare();
      expect(state).toMatchObject({ wholeScreenChosen: false, screenShare: { live: false } });
      expect(browser.live.sort()).toEqual(['audio', 'video']);
      devices.confirmScreenShare();
      expect(devices.track('screen_share')).toBeNull();
    });

    it('makes way for what is chosen instead', async () => {
      const devices = await choose();
      browser.surface = 'browser';
      await devices.startScreenShare();
      expect(state).toMatchObject({ wholeScreenChosen: false, screenShare: { live: true } });
      expect(browser.live).toHaveLength(4);
    });

    it('is forgotten when it ends, or the meeting does, before an answer', async () => {
      const devices = await choose();
      browser.tracks.find(({ settings }) => settings.displaySurface)?.onended?.();
      expect(state.wholeScreenChosen).toBe(false);
      await devices.startScreenShare();
      expect(state.wholeScreenChosen).toBe(true);
      devices.stop();
      expect(state.wholeScreenChosen).toBe(false);
      expect(browser.live).toEqual([]);
    });

    it('is held back too when the browser goes over to it from a window', async () => {
      const devices = manager();
      await devices.start();
      await devices.startScreenShare();
      const track = devices.track('screen_share') as unknown as FakeTrack;
      track.settings.displaySurface = 'monitor';
      track.dispatchEvent(new Event('configurationchange'));
      expect(devices.track('screen_share')).toBeNull();
      expect(state.wholeScreenChosen).toBe(true);
      devices.confirmScreenShare();
      track.dispatchEvent(new Event('configurationchange'));
      expect(devices.track('screen_share')).toBe(track);
    });
  });

  it('is shared at once where the browser does not say what it is', async () => {
    const devices = manager();
    await devices.start();
    browser.surface = undefined;
    await devices.startScreenShare();
    expect(state).toMatchObject({ wholeScreenChosen: false, screenShare: { live: true } });
  });

  it('not chosen after all is no problem', async () => {
    const devices = manager();
    await devices.start();
    browser.refused = ['video'];
    await devices.startScreenShare();
    expect(state.screenShare).toEqual({ live: false, problem: null });
  });
});
