import type { Source } from '../rtc/source';
import { type HostingState, initialHosting } from '../stores/hosting';
import type { DeviceManager } from './api';

/** Where what hosts do to oneself is written. */
export interface HostingSink {
  get(): HostingState;
  set(change: Partial<HostingState>): void;
}

/** Does as hosts say: turns off what they stopped. Nothing is ever turned on but by its owner. */
export class Hosting {
  readonly #devices: DeviceManager;
  readonly #sink: HostingSink;

  constructor(devices: DeviceManager, sink: HostingSink) {
    this.#devices = devices;
    this.#sink = sink;
  }

  handleStopped(source: Source, by: string | null): void {
    switch (source) {
      case 'microphone':
        void this.#devices.setMicrophone(false);
        break;
      case 'camera':
        void this.#devices.setCamera(false);
        break;
      case 'screen_share':
      case 'screen_share_audio':
        this.#devices.stopScreenShare();
        break;
    }
    const key = (this.#sink.get().stopped?.key ?? 0) + 1;
    this.#sink.set({ stopped: { key, by, source } });
  }

  handleUnmuteAsked(by: string | null): void {
    if (!this.#isUnmuted()) this.#sink.set({ unmuteAsked: { by } });
  }

  /** Unmuted meanwhile: there is nothing left to ask. */
  handleDevices(): void {
    if (this.#sink.get().unmuteAsked && this.#isUnmuted()) this.#sink.set({ unmuteAsked: null });
  }

  answerUnmute(yes: boolean): void {
    this.#sink.set({ unmuteAsked: null });
    if (yes) void this.#devices.setMicrophone(true);
  }

  close(): void {
    this.#sink.set(initialHosting);
  }

  #isUnmuted(): boolean {
    return this.#devices.track('microphone')?.enabled ?? false;
  }
}
