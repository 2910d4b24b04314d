import { describe, expect, it, vi } from 'vitest';

import type { CaptureDeviceManager } from './devices';

import { browser, manager, setUpDevices, state } from './testing/fake-devices';
import type { FakeTrack } from './testing/fake-peer-connection';

setUpDevices();

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

  it('captures no more than is readable', async () => {
    const devices = manager();
    await devices.start();
    await devices.startScreenShare();
    expect(browser.shared).toMatchObject([
      { video: { width: { max: 2560 }, height: { max: 1440 } } },
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
