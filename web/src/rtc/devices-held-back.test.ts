import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { browser, manager, setUpDevices, state, stored } from './testing/fake-devices';
import type { FakeTrack } from './testing/fake-peer-connection';

setUpDevices();

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
