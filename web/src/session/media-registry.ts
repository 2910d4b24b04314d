import type { MediaState, Participant, ParticipantId } from '../protocol/protocol.gen';
import type { Source, VideoSource, View } from '../rtc/source';
import { type DeviceManager, type MediaRegistry, SELF } from './api';
import { ViewSizes } from './view-sizes';

type ViewListener = (participant: ParticipantId, view: View) => void;

/**
 * Sources that are hidden while the room says that they are not sent, whatever arrives: a client
 * that keeps sending after a mute is not heard. Camera pictures are hidden by their viewers
 * instead, and return without a flicker.
 */
const HELD_BACK: readonly Source[] = ['microphone', 'screen_share', 'screen_share_audio'];

/** Tracks of every participant, their subscribers, and the sizes at which pictures are shown. */
export class TrackRegistry implements MediaRegistry {
  readonly #devices: DeviceManager;
  readonly #tracks = new Map<ParticipantId, Map<Source, MediaStreamTrack>>();
  /** Sources that each participant sends, as the room says. */
  readonly #sent = new Map<ParticipantId, MediaState>();
  #trusting = false;
  readonly #listeners = new Map<ParticipantId, Set<() => void>>();
  readonly #viewListeners = new Set<ViewListener>();
  readonly #sizes = new ViewSizes((participant, view) => {
    for (const listener of [...this.#viewListeners]) listener(participant, view);
  });

  constructor(devices: DeviceManager) {
    this.#devices = devices;
  }

  track(participant: ParticipantId | typeof SELF, source: Source): MediaStreamTrack | null {
    if (participant !== SELF) {
      const track = this.#tracks.get(participant)?.get(source) ?? null;
      return this.#isHeldBack(participant, source) ? null : track;
    }
    // The own microphone is never played.
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

  /** The size at which this page shows that participant's pictures now. */
  view(participant: ParticipantId): View {
    return this.#sizes.view(participant);
  }

  /** Calls back when a size changes; returns the unsubscribe function. */
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
    this.#tell(participant);
  }

  /** Applies the state of all participants. While it is unknown, everybody is trusted. */
  follow(participants: readonly Participant[], known: boolean): void {
    const before = new Map(this.#sent);
    const trusted = this.#trusting;
    this.#trusting = !known;
    this.#sent.clear();
    for (const { id, media } of participants) this.#sent.set(id, media);
    for (const { id, media } of participants) {
      const changed = HELD_BACK.some((source) => before.get(id)?.[source] !== media[source]);
      if (changed || trusted !== this.#trusting) this.#tell(id);
    }
  }

  /** Applies the state of one participant. */
  followOne({ id, media }: Participant): void {
    const before = this.#sent.get(id);
    this.#sent.set(id, media);
    if (HELD_BACK.some((source) => before?.[source] !== media[source])) this.#tell(id);
  }

  forget(participant: ParticipantId): void {
    this.#sent.delete(participant);
  }

  #isHeldBack(participant: ParticipantId, source: Source): boolean {
    if (this.#trusting || !HELD_BACK.includes(source)) return false;
    return !this.#sent.get(participant)?.[source];
  }

  #tell(participant: ParticipantId): void {
    for (const listener of [...(this.#listeners.get(participant) ?? [])]) listener();
  }
}
