import { Timers } from '../lib/timers';
import type { MediaState } from '../rtc/protocol.gen';
import { type SignalingClient, SignalingError } from '../rtc/signaling';
import { SOURCES } from '../rtc/source';
import type { DeviceManager } from './api';

const AGAIN = 2_000;

/** What the server knows of what is sent, and brings it into line; one request at a time. */
export class ToldMedia {
  readonly #client: SignalingClient;
  readonly #devices: DeviceManager;
  readonly #timers = new Timers<'again'>();
  /** Null if that is not sure. */
  #told: MediaState | null = null;
  #telling = false;
  #closed = false;

  constructor(client: SignalingClient, devices: DeviceManager) {
    this.#client = client;
    this.#devices = devices;
  }

  /** What is sent now; a join tells it. */
  forJoin(): MediaState {
    this.#told = this.#now();
    return this.#told;
  }

  /** The server took the join; whether one may still share was the room's to say. */
  handleUp(): void {
    if (this.#told?.screen_share) this.#told = null;
    this.tell();
  }

  tell(): void {
    if (this.#closed || this.#telling || !this.#client.isUp) return;
    const media = this.#now();
    const told = this.#told;
    if (told && SOURCES.every((source) => told[source] === media[source])) return;
    this.#telling = true;
    this.#client.setMedia(media).then(
      () => {
        this.#telling = false;
        this.#told = media;
        this.tell();
      },
      (error: unknown) => {
        this.#telling = false;
        this.#told = null;
        // Only hosts may share, and that is news to this page.
        if (error instanceof SignalingError && error.code === 'not_allowed') {
          this.#devices.stopScreenShare();
        }
        // The connection went, and joining again tells it; or else the server could not just now.
        this.#timers.set('again', AGAIN, () => this.tell());
      },
    );
  }

  close(): void {
    this.#closed = true;
    this.#timers.clearAll();
  }

  #now(): MediaState {
    const devices = this.#devices;
    return {
      microphone: devices.track('microphone')?.enabled ?? false,
      camera: devices.track('camera') !== null,
      screen_share: devices.track('screen_share') !== null,
      screen_share_audio: devices.track('screen_share_audio') !== null,
    };
  }
}
