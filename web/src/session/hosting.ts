import type { Role } from '../protocol/protocol.gen';
import { SOURCES, type Source } from '../rtc/source';
import { type HostingState, initialHosting } from '../stores/hosting';
import type { DeviceManager } from './api';

/** Where the state of hosts' requests is written. */
export interface HostingSink {
  get(): HostingState;
  set(change: Partial<HostingState>): void;
}

/** Obeys hosts: turns off what they stopped. Only the person turns anything on. */
export class Hosting {
  readonly #devices: DeviceManager;
  readonly #sink: HostingSink;

  constructor(devices: DeviceManager, sink: HostingSink) {
    this.#devices = devices;
    this.#sink = sink;
  }

  handleStopped(source: Source, by: string | null): void {
    this.#devices.stopSource(source);
    const key = (this.#sink.get().stopped?.key ?? 0) + 1;
    this.#sink.set({ stopped: { key, by, source } });
  }

  /** In the audience of a webinar a person sends nothing; on the stage they may, if they want to. */
  handleRole(before: Role | null, now: Role): void {
    if (now === 'viewer' && before !== 'viewer') {
      this.#devices.stop();
    } else if (before === 'viewer' && now !== 'viewer') {
      for (const source of SOURCES) this.#devices.stopSource(source);
      void this.#devices.start();
    }
  }

  handleUnmuteAsked(by: string | null): void {
    if (!this.#isUnmuted()) this.#sink.set({ unmuteAsked: { by } });
  }

  /** The person unmuted meanwhile: nothing is left to ask. */
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
