import { deviceProblem } from '../lib/device-problem';
import { liveTrack, stopTracks } from './capture';
import type { DeviceProblem } from './device-state';

/**
 * The screen, window or tab of this computer that is shared. A whole screen is held back until it is confirmed:
 * it may show this very page, again and again, and whatever else appears on it.
 */
export class ScreenCapture {
  readonly #onChange: () => void;
  #shared: MediaStream | null = null;
  #heldBack: MediaStream | null = null;
  /** Counts what ends a question to the person: what is chosen after it comes too late. */
  #generation = 0;
  #asking = false;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get isShared(): boolean {
    return this.#shared !== null;
  }

  get isHeldBack(): boolean {
    return this.#heldBack !== null;
  }

  track(kind: 'audio' | 'video'): MediaStreamTrack | null {
    return liveTrack(
      kind === 'video' ? this.#shared?.getVideoTracks() : this.#shared?.getAudioTracks(),
    );
  }

  /** Asks what to share; what stands in the way, or null. To change one's mind is no problem. */
  async choose(devices: MediaDevices | undefined): Promise<DeviceProblem | null> {
    if (this.#shared || this.#asking) return null;
    this.cancel();
    if (!devices || typeof devices.getDisplayMedia !== 'function') return 'insecure';
    // Chromium's own options, which the others ignore: no picture of the page in itself, and a
    // button to go on with another tab.
    const options = {
      video: { frameRate: { ideal: 30, max: 30 } },
      audio: true,
      selfBrowserSurface: 'exclude',
      surfaceSwitching: 'include',
      systemAudio: 'include',
    };
    const generation = this.#generation;
    this.#asking = true;
    try {
      const screen = await devices.getDisplayMedia(options);
      if (generation === this.#generation) this.#take(screen);
      else stopTracks(screen);
      return null;
    } catch (error) {
      const problem = deviceProblem(error);
      // Refused is also what it is called when a person closes the picker.
      return problem === 'refused' ? null : problem;
    } finally {
      this.#asking = false;
    }
  }

  /** Shares the whole screen that is held back. */
  confirm(): void {
    if (!this.#heldBack) return;
    this.#shared = this.#heldBack;
    this.#heldBack = null;
    this.#onChange();
  }

  /** Lets go of the whole screen that is held back; nobody has seen it. */
  cancel(): void {
    this.#generation += 1;
    const screen = this.#heldBack;
    this.#heldBack = null;
    if (screen) this.#letGo(screen);
  }

  stop(): void {
    this.cancel();
    const screen = this.#shared;
    this.#shared = null;
    if (screen) this.#letGo(screen);
  }

  #take(screen: MediaStream): void {
    let whole = isWhole(screen);
    for (const track of screen.getTracks()) {
      // By the browser's own button, or because the window is gone.
      track.onended = () => {
        if (track.kind === 'audio') this.#onChange();
        else if (this.#heldBack === screen) this.cancel();
        else if (this.#shared === screen) this.stop();
      };
      if (track.kind !== 'video') continue;
      track.contentHint = 'detail';
      // The browser's own bar may offer to go on with something else: with a whole screen, say.
      track.addEventListener('configurationchange', () => {
        const before = whole;
        whole = isWhole(screen);
        if (before || !whole || this.#shared !== screen) return;
        this.#shared = null;
        this.#heldBack = screen;
        this.#onChange();
      });
    }
    if (whole) this.#heldBack = screen;
    else this.#shared = screen;
    this.#onChange();
  }

  #letGo(screen: MediaStream): void {
    for (const track of screen.getTracks()) track.onended = null;
    stopTracks(screen);
    this.#onChange();
  }
}

/** Not every browser says what is captured; those that do not are believed. */
function isWhole(screen: MediaStream): boolean {
  return screen.getVideoTracks()[0]?.getSettings().displaySurface === 'monitor';
}
