import type { CallId } from '../../protocol/protocol.gen';
import type { DeviceManager } from '../api';

/** Captures camera and microphone while a call rings and runs, and no longer. */
export class CallDevices {
  readonly #devices: DeviceManager;
  readonly #mayCapture: () => Promise<boolean>;
  /** True if this class started the devices. */
  #started = false;
  /** The call that was answered without video. */
  #withoutCamera: CallId | null = null;

  constructor(devices: DeviceManager, mayCapture: () => Promise<boolean>) {
    this.#devices = devices;
    this.#mayCapture = mayCapture;
  }

  /** `asked`: the person chose audio or video. */
  start(video: boolean, asked = false): void {
    this.#started = true;
    if (!video && this.#devices.track('camera') === null) this.#devices.stopSource('camera');
    // A caller who chose video wants to be seen. A callee keeps the settings of their meetings.
    if (video && asked) void this.#devices.setCamera(true);
    void this.#devices.start();
  }

  /**
   * Starts the devices of a callee early, if the browser needs no permission and the page is
   * visible.
   */
  async prepare(video: boolean, rings: () => boolean): Promise<void> {
    if (document.visibilityState !== 'visible') return;
    if (!(await this.#mayCapture()) || !rings()) return;
    this.#started = true;
    if (!video) this.#devices.stopSource('camera');
    void this.#devices.start();
  }

  /** The person answers a video call without video. */
  stopCamera(call: CallId): void {
    this.#withoutCamera = call;
    this.#devices.stopSource('camera');
  }

  isWithoutCamera(call: CallId): boolean {
    return call === this.#withoutCamera;
  }

  stop(): void {
    if (!this.#started) return;
    this.#started = false;
    this.#devices.stop();
  }
}
