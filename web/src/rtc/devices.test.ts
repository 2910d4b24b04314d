import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { DevicesState } from './device-state';
import { CaptureDeviceManager } from './devices';
import { FakeMediaStream, FakeTrack } from './testing/fake-peer-connection';

type Constraints = { audio?: MediaTrackConstraints; video?: MediaTrackConstraints };

/** A browser's devices, which may be missing, refused, or slow. */
class FakeMediaDevices extends EventTarget {
  readonly asked: string[] = [];
  readonly tracks: FakeTrack[] = [];
  cameras = ['cam-1', 'cam-2'];
  microphones = ['mic-1'];
  refused: ('audio' | 'video')[] = [];
  busy: ('audio' | 'video')[] = [];
  /** Until it resolves, the browser's question stays open. */
  question: Promise<void> = Promise.resolve();
  surface: 'monitor' | 'window' | 'browser' | undefined = 'window';

  async getUserMedia(constraints: Constraints): Promise<FakeMediaStream> {
    this.asked.push(Object.keys(constraints).sort().join('+'));
    await this.question;
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
      tracks.push(new FakeTrack(kind, { deviceId }));
    }
    this.tracks.push(...tracks);
    return new FakeMediaStream(tracks);
  }

  async getDisplayMedia(): Promise<FakeMediaStream> {
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
      { kind: 'audiooutput', deviceId: '', label: '' },
    ];
  }

  get live(): string[] {
    return this.tracks.filter(({ readyState }) => readyState === 'live').map(({ kind }) => kind);
  }
}

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
    cameras: [],
    microphones: [],
    speakers: [],
    screenShare: { live: false, problem: null },
    wholeScreenChosen: false,
    canShareScreen: false,
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
