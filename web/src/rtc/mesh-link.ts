import { type Backoff, backoffDelay } from '../lib/backoff';
import { NO_SHARE } from '../lib/bitrate';
import { randomId } from '../lib/random-id';
import { Timers } from '../lib/timers';
import type { TransportFailure, TransportState } from '../lib/transport-state';
import type { Signal, TransportId } from '../protocol/protocol.gen';
import type { VideoShares } from './encodings';
import { SOURCES, type Source, type View } from './source';
import { Transport, type TransportCallbacks } from './transport';
import type { TransportStats } from './transport-stats';

export interface MeshLinkCallbacks {
  send(transportId: TransportId, signal: Signal): void;
  iceServers(): Promise<RTCIceServer[]>;
  /** The last known ICE servers: a new transport does not wait for fresh ones. */
  knownIceServers(): RTCIceServer[];
  onState(state: TransportState): void;
  onTrack(source: Source, track: MediaStreamTrack | null): void;
  /** The other side changed the size at which it shows this side's pictures. */
  onViewed(): void;
  /** The other side hung up. */
  onHangUp(): void;
}

/** How long this side waits for the newcomer's offer before it makes one itself, in ms. */
const EXPECT_OFFER = 8_000;
/** Wait for the offer of another system's client, which may not come at all, in ms. */
const EXPECT_FOREIGN_OFFER = 3_000;
/**
 * How long media may be gone, through any number of replacements, before the person is told, in ms.
 */
const PATIENCE = 25_000;
const REBUILD_BACKOFF: Backoff = { base: 4_000, cap: 60_000, jitter: 0.4 };
/** Limits for candidates that arrive before their offer: transports, and candidates of each. */
const MAX_EARLY_TRANSPORTS = 2;
const MAX_EARLY_CANDIDATES = 64;
const MAX_RETIRED = 16;
/** Transport id of clients that do not name their transports. */
const UNNAMED = 'unnamed';

/**
 * Path to one participant: the present transport and its replacements. Signals carry the
 * transport's id, so late signals of a replaced transport are recognised. If both sides replace it
 * at once, the one with the smaller participant id (the polite one) yields.
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
  /** True from the replacement of a lost transport until media flows again. */
  #replaced = false;
  /** Attempt number shown until media flows again, however often the transport is replaced. */
  #failed: TransportFailure | null = null;
  #closed = false;

  /**
   * `tracks` is the publisher's own map and is read for every new transport. Pictures are sent only
   * after `setShares`.
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

  /** Size at which the other side shows this side's pictures; null while unknown. */
  get viewed(): View | null {
    return this.#viewed;
  }

  get isLive(): boolean {
    return this.#transport?.isLive ?? false;
  }

  /** Creates a transport and sends its offer. */
  open(): void {
    this.#replace(randomId(), true);
    this.#reportConnecting();
  }

  /** Adopts a transport that was prepared before this link existed. */
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

  /** Tells the other side that this one hung up; false if it could not be reached. */
  hangUp(): boolean {
    return this.#transport?.hangUp() ?? false;
  }

  /** Waits for the other side's offer. */
  expect(): void {
    this.#reportConnecting();
    const patience = this.#foreign ? EXPECT_FOREIGN_OFFER : EXPECT_OFFER;
    this.#timers.set('expect', patience, () => {
      if (this.#reachable) this.open();
      else this.expect();
    });
  }

  handleSignal(transportId: TransportId | undefined, signal: Signal): void {
    // A client that does not name its transports means the present one.
    const id = transportId ?? this.#transport?.id ?? UNNAMED;
    if (this.#transport?.id === id) {
      this.#transport.handleSignal(signal);
    } else if (this.#retired.includes(id)) {
      // A late or repeated signal.
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

  /** Sets the size at which this side shows the other's pictures. */
  setView(view: View): void {
    this.#view = view;
    this.#transport?.setView(view);
  }

  setReachable(reachable: boolean): void {
    if (reachable === this.#reachable) return;
    this.#reachable = reachable;
    this.#transport?.setReachable(reachable);
    // Signaling is back: retry now whatever waited for it.
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
      // Both sides opened at once and this offer stands: send it again so that it surely arrives.
      // The other one, repeated after its answer, must not replace this transport.
      this.#remember(id);
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

  /** Drops the transport, its timers and early candidates. */
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
        replaces: this.#replaced || this.#giveUps > 0,
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
    // The next transport reports its tracks anew.
    this.#viewed = null;
    this.#remember(old.id);
  }

  /** From now on, signals of this transport are late ones. */
  #remember(id: TransportId): void {
    // A client that does not name its transports reuses the same id.
    if (id !== UNNAMED) this.#retired = [id, ...this.#retired].slice(0, MAX_RETIRED);
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

  /** Replaces the transport: the first time at once, later ever more slowly. */
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
      // `setReachable` goes on from here.
      else this.#timers.set('rebuild', REBUILD_BACKOFF.cap, () => this.open());
    });
  }

  #dropTracks(): void {
    for (const source of SOURCES) {
      if (this.#received.delete(source)) this.#callbacks.onTrack(source, null);
    }
  }
}
