import { type Backoff, backoffDelay } from '../../lib/backoff';
import { Timers } from '../../lib/timers';
import type { TransportState } from '../../lib/transport-state';
import type { OfferedTrack, TransportDirection } from '../../protocol/protocol.gen';
import { isFirefox } from '../firefox';
import type { ForwardingSignaling } from '../media-transport';
import { SignalingError } from '../request-queue';
import { readRoute } from '../transport-stats';

export interface ServerConnectionCallbacks {
  /** A new peer connection needs its transceivers. */
  onOpen(pc: RTCPeerConnection): void;
  /** Sources of the m-lines of an offer that was just set as local description. */
  tracks(): OfferedTrack[];
  /** Completes an answer before it is applied. */
  complete?(sdp: string): string;
  /** The server answered: transceivers have their mids, and the server knows them. */
  onStable(): void;
  onState(state: TransportState): void;
}

type TimerName = 'connect' | 'recover' | 'retry' | 'patience';

/** How long ICE may be disconnected before it is restarted, in ms: it often recovers by itself. */
const DISCONNECTED_PATIENCE = 2_000;
/** How long ICE and DTLS may take, in ms. */
const CONNECT_PATIENCE = 8_000;
/** How long media may be gone, through any number of attempts, before the person is told, in ms. */
const PATIENCE = 20_000;
const BACKOFF: Backoff = { base: 500, cap: 15_000, jitter: 0.4 };

/**
 * Media with the forwarding server in a direction: a peer connection and its replacements. This side
 * makes every offer, so offers never collide.
 */
export class ServerConnection {
  readonly #direction: TransportDirection;
  readonly #signaling: ForwardingSignaling;
  readonly #callbacks: ServerConnectionCallbacks;
  readonly #timers = new Timers<TimerName>();
  #pc: RTCPeerConnection | null = null;
  #state: TransportState = { status: 'connecting' };
  /** Number of the present peer connection. */
  #generation = 0;
  #negotiating = false;
  /** True if something changed since the last offer was made. */
  #dirty = false;
  #reachable = true;
  /** True if a new peer connection is due as soon as signaling works. */
  #isStale = false;
  #attempts = 0;
  /** When media first flowed, in monotonic ms; null before. */
  #connectedAt: number | null = null;
  #closed = false;

  constructor(
    direction: TransportDirection,
    signaling: ForwardingSignaling,
    callbacks: ServerConnectionCallbacks,
  ) {
    this.#direction = direction;
    this.#signaling = signaling;
    this.#callbacks = callbacks;
  }

  get state(): TransportState {
    return this.#state;
  }

  get pc(): RTCPeerConnection | null {
    return this.#pc;
  }

  /** Counters of different peer connections cannot be compared. */
  get id(): string {
    return `${this.#direction} ${this.#generation}`;
  }

  /** How long media has flowed, in ms. */
  get age(): number {
    return this.#connectedAt === null ? 0 : performance.now() - this.#connectedAt;
  }

  /** True if media flows, or did a moment ago. */
  get isLive(): boolean {
    const state = this.#pc?.connectionState;
    return state === 'connected' || state === 'disconnected';
  }

  /** True if the server knows the present peer connection and can be told about it now. */
  get isNegotiated(): boolean {
    return this.#reachable && this.#pc?.remoteDescription != null;
  }

  /** Makes a peer connection, in place of the present one. */
  open(): void {
    if (this.#closed) return;
    this.#drop();
    this.#generation += 1;
    this.#isStale = false;
    const pc = new RTCPeerConnection({
      iceServers: this.#signaling.knownIceServers(),
      bundlePolicy: 'max-bundle',
    });
    this.#pc = pc;
    pc.onconnectionstatechange = () => this.#handleConnectionState(pc);
    if (this.#connectedAt === null) this.#report({ status: 'connecting' });
    else this.#report({ status: 'reconnecting', attempt: Math.max(1, this.#attempts) });
    if (this.#state.status !== 'failed' && !this.#timers.has('patience')) {
      this.#timers.set('patience', PATIENCE, () => this.#fail());
    }
    this.#callbacks.onOpen(pc);
    this.negotiate();
  }

  /** Offers the present transceivers to the server. */
  negotiate(): void {
    this.#dirty = true;
    if (!this.#negotiating) void this.#negotiate();
  }

  /** Whether signaling works: without it an offer is pointless. */
  setReachable(reachable: boolean): void {
    if (reachable === this.#reachable) return;
    this.#reachable = reachable;
    if (!reachable || !this.#pc) return;
    this.#attempts = 0;
    if (this.#isStale) this.open();
    else if (this.#isLost()) this.#recover();
    else if (this.#dirty) this.negotiate();
  }

  /** The server has ended its side: of this peer connection, or of one that it replaced. */
  handleEnded(): void {
    if (this.isLive) this.#retry();
  }

  /** The own address may have changed. */
  restart(): void {
    if (!this.#pc || !this.#reachable) return;
    if (this.#isLost() || this.#state.status === 'failed') {
      this.#attempts = 0;
      this.#timers.clear('retry');
      this.#recover();
    } else if (isFirefox()) {
      // Its media does not flow after a restart of ICE.
      this.#retry();
    } else {
      this.#pc.restartIce();
      this.negotiate();
    }
  }

  close(): void {
    this.#closed = true;
    this.#timers.clearAll();
    this.#drop();
  }

  async #negotiate(): Promise<void> {
    this.#negotiating = true;
    // Whatever changes in one go is one offer.
    await null;
    while (this.#dirty && this.#reachable && !this.#closed && this.#pc) {
      const pc = this.#pc;
      this.#dirty = false;
      try {
        await pc.setLocalDescription();
        const sdp = pc.localDescription?.sdp ?? '';
        const answer = await this.#signaling.offer({
          direction: this.#direction,
          sdp,
          tracks: this.#callbacks.tracks(),
        });
        if (pc !== this.#pc) continue;
        if (!this.#timers.has('connect') && pc.connectionState === 'new') this.#awaitConnection();
        const complete = this.#callbacks.complete?.(answer.sdp) ?? answer.sdp;
        await pc.setRemoteDescription({ type: 'answer', sdp: complete });
        if (pc !== this.#pc) continue;
        this.#callbacks.onStable();
      } catch (error) {
        if (pc !== this.#pc) continue;
        this.#handleRefusal(error);
        break;
      }
    }
    this.#negotiating = false;
  }

  #handleRefusal(error: unknown): void {
    const code = error instanceof SignalingError ? error.code : null;
    this.#dirty = true;
    // `setReachable` goes on from here.
    if (code === 'disconnected') return;
    // The room left this path, or this participant may only watch: whoever owns this decides.
    if (code === 'wrong_state' || code === 'not_allowed' || code === 'not_joined') {
      this.#timers.clearAll();
      this.#drop();
      return;
    }
    this.#retry();
  }

  #awaitConnection(): void {
    this.#timers.set('connect', CONNECT_PATIENCE, () => this.#retry());
  }

  #handleConnectionState(pc: RTCPeerConnection): void {
    if (pc !== this.#pc || this.#closed) return;
    switch (pc.connectionState) {
      case 'connected':
        this.#timers.clearAll();
        this.#attempts = 0;
        this.#connectedAt ??= performance.now();
        void this.#reportConnected(pc);
        break;
      case 'disconnected':
        this.#timers.set('recover', DISCONNECTED_PATIENCE, () => this.#recover());
        break;
      case 'failed':
        this.#recover();
        break;
    }
  }

  async #reportConnected(pc: RTCPeerConnection): Promise<void> {
    const report = await pc.getStats().catch(() => null);
    if (pc !== this.#pc || pc.connectionState !== 'connected') return;
    const relayed = (report && readRoute(report)?.relayed) ?? false;
    this.#state = { status: 'connected', relayed };
    this.#callbacks.onState(this.#state);
  }

  #isLost(): boolean {
    const state = this.#pc?.connectionState;
    return state === 'failed' || state === 'disconnected' || this.#timers.has('retry');
  }

  /** The path is lost: a new one from the present address is as fast as a restart of ICE. */
  #recover(): void {
    if (this.#reachable) this.#retry();
    else this.#report({ status: 'reconnecting', attempt: Math.max(1, this.#attempts) });
  }

  /** Makes a new peer connection: the first time at once, later ever more slowly. */
  #retry(): void {
    if (this.#closed || this.#timers.has('retry')) return;
    this.#timers.clear('connect');
    this.#timers.clear('recover');
    const first = this.#attempts === 0;
    this.#attempts += 1;
    const delay = first ? 0 : backoffDelay(BACKOFF, this.#attempts - 1, Math.random());
    this.#timers.set('retry', delay, () => {
      if (this.#reachable) this.open();
      else this.#isStale = true;
    });
  }

  #fail(): void {
    this.#state = { status: 'failed', reason: 'server_unreachable' };
    this.#callbacks.onState(this.#state);
  }

  /** A failure is shown until media flows again. */
  #report(state: TransportState): void {
    if (this.#state.status === 'failed') return;
    this.#state = state;
    this.#callbacks.onState(state);
  }

  #drop(): void {
    this.#timers.clear('connect');
    this.#timers.clear('recover');
    this.#timers.clear('retry');
    const pc = this.#pc;
    this.#pc = null;
    if (!pc) return;
    pc.onconnectionstatechange = null;
    pc.close();
  }
}
