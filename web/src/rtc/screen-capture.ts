import { type DeviceProblem, deviceProblem } from '../lib/device-problem';
import { liveTrack, stopTracks } from './capture';

/** Text of a larger screen stays readable at this size, and encoding it does not load the device. */
const LARGEST = { width: { max: 2560 }, height: { max: 1440 } };

/**
 * The shared screen, window or tab of this computer. A whole screen is held back until it is
 * confirmed, since it may show this page within itself and anything else that appears on it.
 */
export class ScreenCapture {
  readonly #onChange: () => void;
  #shared: MediaStream | null = null;
  #heldBack: MediaStream | null = null;
  /** Counts ends of the picker: a choice made after one is ignored. */
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

  /** Asks what to share; returns the problem, or null. Cancelling is no problem. */
  async choose(devices: MediaDevices | undefined): Promise<DeviceProblem | null> {
    if (this.#shared || this.#asking) return null;
    this.cancel();
    if (!devices || typeof devices.getDisplayMedia !== 'function') return 'insecure';
    // The computer's sound contains the meeting: without this constraint everybody would hear
    // themselves, so the browser then offers the sound of tabs only.
    const supported: MediaTrackSupportedConstraints & { restrictOwnAudio?: boolean } =
      devices.getSupportedConstraints?.() ?? {};
    const withoutOwn = supported.restrictOwnAudio === true;
    // Chromium's options, which other browsers ignore: exclude the page itself, and offer a button
    // to switch to another tab.
    const audio: MediaTrackConstraints & { restrictOwnAudio?: boolean } = {
      restrictOwnAudio: true,
    };
    const options = {
      video: { ...LARGEST, frameRate: { ideal: 30, max: 30 } },
      audio: withoutOwn ? audio : true,
      selfBrowserSurface: 'exclude',
      surfaceSwitching: 'include',
      systemAudio: withoutOwn ? 'include' : 'exclude',
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
      // Closing the picker is reported as a refusal too.
      return problem === 'refused' ? null : problem;
    } finally {
      this.#asking = false;
    }
  }

  /** Shares the whole screen that was held back. */
  confirm(): void {
    if (!this.#heldBack) return;
    this.#shared = this.#heldBack;
    this.#heldBack = null;
    this.#onChange();
  }

  /** Releases the whole screen that was held back; nobody has seen it. */
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
      // The person used the browser's own stop button, or the window closed.
      track.onended = () => {
        if (track.kind === 'audio') this.#onChange();
        else if (this.#heldBack === screen) this.cancel();
        else if (this.#shared === screen) this.stop();
      };
      if (track.kind !== 'video') continue;
      track.contentHint = 'detail';
      // The browser's own bar may switch to another surface, even a whole screen.
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

/** Some browsers do not report the kind of surface; it is then taken for a window. */
function isWhole(screen: MediaStream): boolean {
  return screen.getVideoTracks()[0]?.getSettings().displaySurface === 'monitor';
}
