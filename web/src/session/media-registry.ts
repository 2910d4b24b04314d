import type { ParticipantId } from '../rtc/protocol.gen';
import type { Source } from '../rtc/source';
import { type DeviceManager, type MediaRegistry, SELF } from './api';

/** The tracks of everybody, and who wants to know of changes. */
export class TrackRegistry implements MediaRegistry {
  readonly #devices: DeviceManager;
  readonly #tracks = new Map<ParticipantId, Map<Source, MediaStreamTrack>>();
  readonly #listeners = new Map<ParticipantId, Set<() => void>>();

  constructor(devices: DeviceManager) {
    this.#devices = devices;
  }

  track(participant: ParticipantId | typeof SELF, source: Source): MediaStreamTrack | null {
    if (participant !== SELF) return this.#tracks.get(participant)?.get(source) ?? null;
    // One does not listen to oneself.
    return source === 'camera' || source === 'screen_share' ? this.#devices.track(source) : null;
  }

  subscribe(participant: ParticipantId | typeof SELF, listener: () => void): () => void {
    if (participant === SELF) return this.#devices.subscribe(listener);
    const listeners = this.#listeners.get(participant) ?? new Set();
    this.#listeners.set(participant, listeners);
    const own = (): void => listener();
    listeners.add(own);
    return () => {
      listeners.delete(own);
      if (listeners.size === 0 && this.#listeners.get(participant) === listeners) {
        this.#listeners.delete(participant);
      }
    };
  }

  set(participant: ParticipantId, source: Source, track: MediaStreamTrack | null): void {
    const tracks = this.#tracks.get(participant) ?? new Map<Source, MediaStreamTrack>();
    if (track) tracks.set(source, track);
    else tracks.delete(source);
    if (tracks.size > 0) this.#tracks.set(participant, tracks);
    else this.#tracks.delete(participant);
    for (const listener of [...(this.#listeners.get(participant) ?? [])]) listener();
  }
}
