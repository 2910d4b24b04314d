import type { DeviceManager } from '../api';

/** Camera and microphone for a call: while it rings, in it, and no longer. */
export class CallDevices {
  readonly #devices: DeviceManager;
  readonly #mayCapture: () => Promise<boolean>;
  /** Whether they were started from here. */
  #started = false;

  constructor(devices: DeviceManager, mayCapture: () => Promise<boolean>) {
    this.#devices = devices;
    this.#mayCapture = mayCapture;
  }

  /** `asked`: this person chose whether it is with video. */
  start(video: boolean, asked = false): void {
    this.#started = true;
    if (!video && this.#devices.track('camera') === null) this.#devices.stopSource('camera');
    // Whoever rings with video wants to be seen; whoever answers is as they are in meetings.
    if (video && asked) void this.#devices.setCamera(true);
    void this.#devices.start();
  }

  /** While it rings here, where nobody need be asked and somebody looks. */
  async prepare(video: boolean, rings: () => boolean): Promise<void> {
    if (document.visibilityState !== 'visible') return;
    if (!(await this.#mayCapture()) || !rings()) return;
    this.#started = true;
    if (!video) this.#devices.stopSource('camera');
    void this.#devices.start();
  }

  stop(): void {
    if (!this.#started) return;
    this.#started = false;
    this.#devices.stop();
  }
}
