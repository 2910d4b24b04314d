import type { ParticipantId } from '../rtc/protocol.gen';
import type { Source, VideoSource, View } from '../rtc/source';
import { type DeviceManager, type MediaRegistry, SELF } from './api';
import { ViewSizes } from './view-sizes';

type ViewListener = (participant: ParticipantId, view: View) => void;

/** The tracks of everybody, who wants to know of changes, and at which size they are shown. */
export class TrackRegistry implements MediaRegistry {
  readonly #devices: DeviceManager;
  readonly #tracks = new Map<ParticipantId, Map<Source, MediaStreamTrack>>();
  readonly #listeners = new Map<ParticipantId, Set<() => void>>();
  readonly #viewListeners = new Set<ViewListener>();
  readonly #sizes = new ViewSizes((participant, view) => {
    for (const listener of [...this.#viewListeners]) listener(participant, view);
  });

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

  setViewSize(
    participant: ParticipantId,
    source: VideoSource,
    viewer: string,
    height: number | null,
  ): void {
    this.#sizes.set(participant, source, viewer, height);
  }

  /** At which size that participant's pictures are shown on this page now. */
  view(participant: ParticipantId): View {
    return this.#sizes.view(participant);
  }

  /** Calls back when a view changes; returns what ends that. */
  watchViews(listener: ViewListener): () => void {
    this.#viewListeners.add(listener);
    return () => this.#viewListeners.delete(listener);
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
