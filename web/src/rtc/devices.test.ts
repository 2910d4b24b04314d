import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectiveSpeaker } from './device-state';
import type { CaptureDeviceManager } from './devices';
import { browser, manager, settle, setUpDevices, state, stored } from './testing/fake-devices';
import { FakeTrack } from './testing/fake-peer-connection';

setUpDevices();

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
