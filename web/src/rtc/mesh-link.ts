import { type Backoff, backoffDelay } from '../lib/backoff';
import { NO_SHARE } from '../lib/bitrate';
import { randomId } from '../lib/random-id';
import { Timers } from '../lib/timers';
import type { VideoShares } from './encodings';
import type { Signal, TransportId } from './protocol.gen';
import { SOURCES, type Source, type View } from './source';
import { Transport, type TransportCallbacks } from './transport';
import type { TransportFailure, TransportState } from './transport-state';
import type { TransportStats } from './transport-stats';

export interface MeshLinkCallbacks {
  send(transportId: TransportId, signal: Signal): void;
  iceServers(): Promise<RTCIceServer[]>;
  /** The servers as last known, for a new transport, which is not to wait. */
  knownIceServers(): RTCIceServer[];
  onState(state: TransportState): void;
  onTrack(source: Source, track: MediaStreamTrack | null): void;
  /** The size at which the other side shows the pictures sent from here has changed. */
  onViewed(): void;
  /** The other side said that it has left for good. */
  onHangUp(): void;
}

/** The newcomer makes the offer; should it never come, this side does. */
const EXPECT_OFFER = 8_000;
/** Whoever rebuilds how often: after that long without media, a person is told. */
const PATIENCE = 25_000;
const REBUILD_BACKOFF: Backoff = { base: 4_000, cap: 60_000, jitter: 0.4 };
/** Candidates that overtook their offer: of how many transports, and how many of each. */
const MAX_EARLY_TRANSPORTS = 2;
const MAX_EARLY_CANDIDATES = 64;
const MAX_RETIRED = 16;
/** A client that does not name its transports has one. */
const UNNAMED = 'unnamed';

/**
 * The way to one participant: its present transport, and what comes in its place when that is beyond
 * repair. Signals carry the transport's id, so that those of one already replaced are told apart.
 * Both sides may replace it at once; then the smaller participant id (the polite one) yields.
 */
export class MeshLink {
  readonly #polite: boolean;
  readonly #foreign: boolean;
  readonly #callbacks: MeshLinkCallbacks;
  readonly #tracks: ReadonlyMap<Source, MediaStreamTrack>;
  readonly #timers = new Timers<'expect' | 'rebuild' | 'patience'>();
  readonly #received = new Map<Source, MediaStreamTrack>();
  readonly #early = new Map<TransportId, Signal[]>();
  #retired: TransportId[] = [];
  #transport: Transport | null = null;
  #shares: VideoShares = { camera: NO_SHARE, screen_share: NO_SHARE };
  #view: View | null = null;
  #viewed: View | null = null;
  #reachable: boolean;
  #giveUps = 0;
  /** Whether this side has replaced a transport that was lost, and media has not flowed since. */
  #replaced = false;
  /** Shown until media flows again, however often the attempt behind it changes. */
  #failed: TransportFailure | null = null;
  #closed = false;

  /**
   * `tracks` is the publisher's own map, read whenever a transport is made. No picture is sent until
   * `setShares` says how.
   */
  constructor(
    options: { polite: boolean; reachable: boolean; foreign?: boolean },
    tracks: ReadonlyMap<Source, MediaStreamTrack>,
    callbacks: MeshLinkCallbacks,
  ) {
    this.#polite = options.polite;
    this.#foreign = options.foreign ?? false;
    this.#reachable = options.reachable;
    this.#tracks = tracks;
    this.#callbacks = callbacks;
  }

  /** At which size the other side shows the pictures sent from here; null while that is not known. */
  get viewed(): View | null {
    return this.#viewed;
  }

  get isLive(): boolean {
    return this.#transport?.isLive ?? false;
  }

  /** Makes a new transport and offers it. */
  open(): void {
    this.#replace(randomId(), true);
    this.#reportConnecting();
  }

  /** Takes a transport that was prepared before this link was there. */
  adopt(transport: Transport): void {
    this.#letGo();
    this.#transport = transport;
    for (const source of SOURCES) transport.publish(source, this.#tracks.get(source) ?? null);
    transport.setShares(this.#shares);
    if (this.#view) transport.setView(this.#view);
    this.#reportConnecting();
    transport.handTo(this.#callbacksFor(transport.id), this.#polite);
    transport.setReachable(this.#reachable);
  }

  /** Whether the other side could be told that one has left for good. */
  hangUp(): boolean {
    return this.#transport?.hangUp() ?? false;
  }

  /** Waits for the other side to open. */
  expect(): void {
    this.#reportConnecting();
    this.#timers.set('expect', EXPECT_OFFER, () => {
      if (this.#reachable) this.open();
      else this.expect();
    });
  }

  handleSignal(transportId: TransportId | undefined, signal: Signal): void {
    // Who does not name transports has one, and means the present one.
    const id = transportId ?? this.#transport?.id ?? UNNAMED;
    if (this.#transport?.id === id) {
      this.#transport.handleSignal(signal);
    } else if (this.#retired.includes(id)) {
      // Late, or sent again.
    } else if (signal.type === 'offer') {
      this.#handleOpening(id, signal);
    } else if (signal.type === 'candidate') {
      this.#keepEarly(id, signal);
    }
  }

  publish(source: Source, track: MediaStreamTrack | null): void {
    this.#transport?.publish(source, track);
  }

  setShares(shares: VideoShares): void {
    this.#shares = shares;
    this.#transport?.setShares(shares);
  }

  followScreen(): void {
    this.#transport?.followScreen();
  }

  /** At which size the other's pictures are shown here. */
  setView(view: View): void {
    this.#view = view;
    this.#transport?.setView(view);
  }

  setReachable(reachable: boolean): void {
    if (reachable === this.#reachable) return;
    this.#reachable = reachable;
    this.#transport?.setReachable(reachable);
    // What waited for the way to be there need not wait any longer.
    if (reachable && this.#timers.has('rebuild')) this.open();
  }

  verify(): void {
    this.#transport?.verify();
  }

  handleNetworkChange(): void {
    this.#transport?.restart();
  }

  retry(): void {
    this.#giveUps = 0;
    this.#replaced = false;
    this.#failed = null;
    this.open();
  }

  audioLevel(): number {
    return this.#transport?.audioLevel() ?? 0;
  }

  async stats(): Promise<TransportStats | null> {
    return (await this.#transport?.stats()) ?? null;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#timers.clearAll();
    this.#transport?.close();
    this.#transport = null;
    this.#early.clear();
    this.#dropTracks();
  }

  #handleOpening(id: TransportId, offer: Signal): void {
    if (this.#transport?.isUnanswered && !this.#polite) {
      // Both opened at once and ours stands: make sure that the other side hears of it.
      this.#transport.resendOffer();
      return;
    }
    const early = this.#early.get(id) ?? [];
    const transport = this.#replace(id, false);
    this.#reportConnecting();
    for (const signal of [offer, ...early]) transport.handleSignal(signal);
  }

  #keepEarly(id: TransportId, signal: Signal): void {
    let kept = this.#early.get(id);
    if (!kept) {
      kept = [];
      this.#early.set(id, kept);
      const [oldest] = this.#early.keys();
      if (this.#early.size > MAX_EARLY_TRANSPORTS && oldest) this.#early.delete(oldest);
    }
    if (kept.length < MAX_EARLY_CANDIDATES) kept.push(signal);
  }

  /** Of whatever was there before. */
  #letGo(): void {
    this.#timers.clear('expect');
    this.#timers.clear('rebuild');
    this.#retire();
    this.#early.clear();
  }

  #replace(id: TransportId, opener: boolean): Transport {
    this.#letGo();
    const transport = new Transport(
      {
        id,
        opener,
        foreign: this.#foreign,
        polite: this.#polite,
        iceServers: this.#callbacks.knownIceServers(),
        shares: this.#shares,
        view: this.#view,
      },
      this.#tracks,
      this.#callbacksFor(id),
    );
    transport.setReachable(this.#reachable);
    this.#transport = transport;
    return transport;
  }

  #callbacksFor(id: TransportId): TransportCallbacks {
    return {
      send: (signal) => this.#callbacks.send(id, signal),
      iceServers: () => this.#callbacks.iceServers(),
      onState: (state) => this.#handleState(state),
      onTrack: (source, track) => this.#handleTrack(source, track),
      onView: (view) => {
        this.#viewed = view;
        this.#callbacks.onViewed();
      },
      onHangUp: () => this.#callbacks.onHangUp(),
      onReplace: (reason) => this.#handleReplace(reason),
      onGiveUp: (reason) => this.#handleGiveUp(reason),
      onOrphaned: () => this.open(),
    };
  }

  #retire(): void {
    const old = this.#transport;
    if (!old) return;
    this.#transport = null;
    old.close();
    // The next one is told anew.
    this.#viewed = null;
    // A client that does not name its transports uses the one name again.
    if (old.id !== UNNAMED) this.#retired = [old.id, ...this.#retired].slice(0, MAX_RETIRED);
  }

  #reportConnecting(): void {
    if (this.#failed) return;
    this.#callbacks.onState({ status: 'connecting' });
    if (this.#timers.has('patience')) return;
    this.#timers.set('patience', PATIENCE, () => {
      this.#reportFailed(this.#transport?.failure ?? 'no_answer');
    });
  }

  #reportFailed(reason: TransportFailure): void {
    this.#timers.clear('patience');
    this.#failed = reason;
    this.#callbacks.onState({ status: 'failed', reason });
  }

  #handleState(state: TransportState): void {
    if (state.status === 'connected') {
      this.#giveUps = 0;
      this.#replaced = false;
      this.#failed = null;
      this.#timers.clear('patience');
    } else if (this.#failed) {
      return;
    }
    this.#callbacks.onState(state);
  }

  #handleTrack(source: Source, track: MediaStreamTrack): void {
    if (this.#received.get(source) === track) return;
    this.#received.set(source, track);
    this.#callbacks.onTrack(source, track);
  }

  /** The first time at once; where the new one finds no way either, more slowly. */
  #handleReplace(reason: TransportFailure): void {
    if (this.#replaced) {
      this.#handleGiveUp(reason);
      return;
    }
    this.#replaced = true;
    this.open();
  }

  #handleGiveUp(reason: TransportFailure): void {
    this.#reportFailed(reason);
    const delay = backoffDelay(REBUILD_BACKOFF, this.#giveUps, Math.random());
    this.#giveUps += 1;
    this.#timers.set('rebuild', delay, () => {
      if (this.#reachable) this.open();
      // Goes on in `setReachable`.
      else this.#timers.set('rebuild', REBUILD_BACKOFF.cap, () => this.open());
    });
  }

  #dropTracks(): void {
    for (const source of SOURCES) {
      if (this.#received.delete(source)) this.#callbacks.onTrack(source, null);
    }
  }
}
