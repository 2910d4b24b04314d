import { Timers } from '../lib/timers';
import type { MediaState } from '../protocol/protocol.gen';
import { type SignalingClient, SignalingError } from '../rtc/signaling';
import { SOURCES } from '../rtc/source';
import type { DeviceManager } from './api';

const AGAIN = 2_000;

/** Keeps the server informed about the sent media, one request at a time. */
export class MediaReporter {
  readonly #client: SignalingClient;
  readonly #devices: DeviceManager;
  readonly #timers = new Timers<'again'>();
  /** The media state the server knows; null if uncertain. */
  #reported: MediaState | null = null;
  #telling = false;
  #maySend = true;
  #closed = false;

  constructor(client: SignalingClient, devices: DeviceManager) {
    this.#client = client;
    this.#devices = devices;
  }

  /** The present media state; a join reports it. */
  forJoin(): MediaState {
    this.#reported = this.#now();
    return this.#reported;
  }

  /** Whether the participant may send; a viewer of a webinar may not. */
  setMaySend(may: boolean): void {
    if (may === this.#maySend) return;
    this.#maySend = may;
    // The server has let a viewer send nothing, whatever was reported.
    this.#reported = null;
    this.tell();
  }

  /** The server accepted the join; the room decides whether the person may still share. */
  handleUp(): void {
    if (this.#reported?.screen_share) this.#reported = null;
    this.tell();
  }

  tell(): void {
    if (this.#closed || this.#telling || !this.#maySend || !this.#client.isUp) return;
    const media = this.#now();
    const told = this.#reported;
    if (told && SOURCES.every((source) => told[source] === media[source])) return;
    this.#telling = true;
    this.#client.setMedia(media).then(
      () => {
        this.#telling = false;
        this.#reported = media;
        this.tell();
      },
      (error: unknown) => {
        this.#telling = false;
        this.#reported = null;
        // Only hosts may share, and this page did not know yet.
        if (error instanceof SignalingError && error.code === 'not_allowed') {
          this.#devices.stopScreenShare();
        }
        // The connection was lost and the next join reports it, or the server could not take it
        // now.
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
