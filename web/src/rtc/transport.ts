import { type Backoff, backoffDelay } from '../lib/backoff';
import { startBitrate } from '../lib/bitrate';
import { withStartBitrate } from '../lib/start-bitrate';
import { Timers } from '../lib/timers';
import type { TransportFailure, TransportState } from '../lib/transport-state';
import type { Signal, TransportId } from '../protocol/protocol.gen';
import { ControlChannel } from './control-channel';
import type { ControlMessage } from './control-message';
import { Encodings, type VideoShares } from './encodings';
import { isByFirefox, isFirefox } from './firefox';
import { PerfectNegotiation } from './perfect-negotiation';
import { PictureGrowth } from './picture-growth';
import { ReceivedLevel } from './received-level';
import { isVideo, kindOf, SOURCES, type Source, type View } from './source';
import { readRoute, readTransportStats, type TransportStats } from './transport-stats';

export interface TransportCallbacks {
  send(signal: Signal): void;
  /** ICE servers with fresh credentials. */
  iceServers(): Promise<RTCIceServer[]>;
  onState(state: TransportState): void;
  onTrack(source: Source, track: MediaStreamTrack): void;
  /** The other side reported the size at which it shows this side's pictures. */
  onView(view: View): void;
  /** The other side hung up. */
  onHangUp(): void;
  /** The path is lost and these browsers cannot restart ICE: a new transport is needed. */
  onReplace(reason: TransportFailure): void;
  /** Restarts failed: a new transport must replace this one. */
  onGiveUp(reason: TransportFailure): void;
  /** The other side answered as a new transport: this one has lost its counterpart. */
  onOrphaned(): void;
}

export interface TransportOptions {
  id: TransportId;
  /** True if this side makes the first offer and restarts first after a lost path. */
  opener: boolean;
  polite: boolean;
  iceServers: RTCIceServer[];
  /** Encoding shares of the pictures. */
  shares: VideoShares;
  /** Size at which this side shows the other's pictures; null while unknown. */
  view: View | null;
  /**
   * Prepared ahead of a call: its offer goes out, its answer is held back, and no timeout runs
   * before `release`.
   */
  held?: boolean;
  /** Takes the place of a transport whose path was lost. */
  replaces?: boolean;
  /** Whether the other side is a client of another system. */
  foreign?: boolean;
}

const isPerson = (source: Source) => source === 'camera' || source === 'microphone';

type TimerName = 'answer' | 'connect' | 'recover' | 'relay_check' | 'improve';

const RESTART_BACKOFF: Backoff = { base: 1_000, cap: 8_000, jitter: 0.3 };
/** Delay before a restart, in ms: ICE often recovers by itself. */
const DISCONNECTED_PATIENCE = 1_500;
/** Delay before a replacement, in ms. It is longer, since a replacement gives up the old path. */
const REPLACE_PATIENCE = 5_000;
/** Extra delay of the answerer, so that both sides do not restart at once, in ms. */
const ANSWERER_DELAY = 2_000;
/** How long a restart may take to exchange and check new candidates, in ms. */
const RESTART_PATIENCE = 7_000;
const CONNECT_PATIENCE = 15_000;
const ANSWER_PATIENCE = 5_000;
const MAX_OFFERS = 3;
/** Restarts before giving up, for a path that once worked. */
const MAX_RESTARTS = 4;
const MAX_FIRST_RESTARTS = 1;
/**
 * When a path that was recovered is restarted once more unless it is direct, in ms after it came back:
 * candidates that were gathered while the network was away may lack the best ones.
 */
const IMPROVE_AFTER = [5_000, 30_000];

/**
 * One RTCPeerConnection to one participant of a mesh. It has four transceivers, one for each
 * source. Turning a source on or off, changing a device and sharing a screen therefore only replace
 * a track and need no negotiation. A lost path is restarted by ICE; the transport reports when that
 * is hopeless, which with Firefox is at once.
 */
export class Transport {
  readonly id: TransportId;
  readonly isOpener: boolean;
  readonly #pc: RTCPeerConnection;
  readonly #negotiation: PerfectNegotiation;
  readonly #timers = new Timers<TimerName>();
  #callbacks: TransportCallbacks;
  readonly #slots = new Map<Source, RTCRtpTransceiver>();
  readonly #tracks: Map<Source, MediaStreamTrack>;
  readonly #encodings: Encodings;
  readonly #growth: PictureGrowth;
  /** Streams group tracks that belong together: the browser plays those of a stream in sync. */
  readonly #streams = { person: new MediaStream(), screen: new MediaStream() };
  #control: ControlChannel | null = null;
  #view: View | null;
  /**
   * How often the other side paused and resumed this side's camera, counted even while the camera
   * is off.
   */
  #pauses = 0;
  #iceServers: RTCIceServer[];
  #reachable = true;
  #held: boolean;
  #viewed: View | null = null;
  #closed = false;
  /** When media first flowed, in monotonic ms; null before. */
  #connectedAt: number | null = null;
  #restarts = 0;
  #offers = 0;
  /** True until media flows, for a transport that replaces a lost one. */
  #replaces: boolean;
  /** Delays of the further restarts that may find a better path. */
  #improvements: number[] = [];
  #gatheredRelay = false;
  #remoteFingerprint: string | null = null;
  /** With Firefox on either side, media does not flow after a restart. */
  #canRestart = !isFirefox();
  readonly #level = new ReceivedLevel();

  constructor(
    options: TransportOptions,
    tracks: ReadonlyMap<Source, MediaStreamTrack>,
    callbacks: TransportCallbacks,
  ) {
    this.id = options.id;
    this.isOpener = options.opener;
    this.#view = options.view;
    this.#pauses = options.view?.camera === 0 ? 1 : 0;
    this.#iceServers = options.iceServers;
    this.#tracks = new Map(tracks);
    this.#callbacks = callbacks;
    this.#held = options.held ?? false;
    this.#replaces = options.replaces ?? false;
    this.#pc = new RTCPeerConnection({
      iceServers: options.iceServers,
      bundlePolicy: 'max-bundle',
    });
    this.#negotiation = new PerfectNegotiation(
      this.#pc,
      options.polite,
      {
        send: (signal) => this.#send(signal),
        complete: (sdp) => withStartBitrate(sdp, startBitrate(this.#encodings.cameraBitrate)),
        beforeAnswer: () => this.#beforeAnswer(),
        onStable: () => this.#handleStable(),
        onError: () => this.#giveUp('negotiation'),
      },
      this.#held && !options.opener,
    );
    this.#encodings = new Encodings(options.shares, (source) => this.#slots.get(source)?.sender);
    this.#growth = new PictureGrowth(() => this.#pc.getStats(), this.#encodings);
    this.#growth.startSmall();
    this.#pc.onconnectionstatechange = () => this.#handleConnectionState();
    if (options.opener) {
      this.#openControl();
      // A client of another system shows the newest track: do not offer it an empty one.
      const offered = (source: Source) =>
        !options.foreign || isPerson(source) || this.#tracks.has(source);
      for (const source of SOURCES.filter(offered)) {
        this.#slots.set(source, this.#addTransceiver(source));
      }
      if (this.#tracks.has('camera')) this.#encodings.apply('camera');
    }
    if (!this.#held) this.#timers.set('connect', CONNECT_PATIENCE, () => this.#recover());
  }

  /** The callee answered: sends what was held back and starts the timeouts. */
  release(): void {
    if (!this.#held || this.#closed) return;
    this.#held = false;
    this.#negotiation.release();
    this.#timers.set('connect', CONNECT_PATIENCE, () => this.#recover());
    if (this.#negotiation.isOfferPending) this.#awaitAnswer();
    if (this.#isLost()) this.#recover();
  }

  /** Changes the owner, and reports the present state to the new one. */
  handTo(callbacks: TransportCallbacks, polite: boolean): void {
    this.#callbacks = callbacks;
    this.#negotiation.setPolite(polite);
    if (this.#closed) return;
    this.release();
    if (this.#pc.remoteDescription && this.#pc.signalingState === 'stable') this.#tellTracks();
    if (this.#viewed) callbacks.onView(this.#viewed);
    if (this.#pc.connectionState === 'connected') this.#reportConnected();
  }

  /** Tells the other side that this one hung up; false if the message could not be sent. */
  hangUp(): boolean {
    return this.#control?.send({ type: 'hang_up' }) ?? false;
  }

  /** True if media flows, or did a moment ago. */
  get isLive(): boolean {
    const state = this.#pc.connectionState;
    return this.#connectedAt !== null && (state === 'connected' || state === 'disconnected');
  }

  /** True if no answer ever arrived, so that nothing would be lost by closing. */
  get isUnanswered(): boolean {
    return this.isOpener && this.#pc.remoteDescription === null;
  }

  /** Why media does not flow, as far as this side can tell. */
  get failure(): TransportFailure {
    if (!this.#pc.remoteDescription) return 'no_answer';
    const hasRelay = this.#iceServers.some(({ urls }) =>
      [urls].flat().some((url) => /^turns?:/.test(url)),
    );
    return hasRelay && !this.#gatheredRelay ? 'relay_unreachable' : 'no_route';
  }

  publish(source: Source, track: MediaStreamTrack | null): void {
    const isNewCamera = source === 'camera' && track !== null && !this.#tracks.has('camera');
    if (isNewCamera && this.isLive) {
      // Only sound has shown so far what the connection can carry.
      this.#growth.startSmall();
      this.#growth.allow();
    }
    if (track) this.#tracks.set(source, track);
    else this.#tracks.delete(source);
    const slot = this.#slots.get(source);
    if (slot) this.#attach(source, slot);
    // A client that offered too few sources gets an offer with the missing ones.
    else if (track && this.#pc.remoteDescription) {
      this.#slots.set(source, this.#addTransceiver(source));
    }
  }

  setShares(shares: VideoShares): void {
    this.#encodings.setShares(shares);
  }

  /** A shared window may have changed its size. */
  followScreen(): void {
    this.#encodings.follow('screen_share');
  }

  /** Reports the size at which this side shows the other's pictures, now and on every new path. */
  setView(view: View): void {
    if ((this.#view?.camera === 0) !== (view.camera === 0)) this.#pauses += 1;
    this.#view = view;
    this.#tellView();
  }

  handleSignal(signal: Signal): void {
    if (this.#closed) return;
    if (signal.type !== 'candidate') {
      const fingerprint = /^a=fingerprint:(.*)$/m.exec(signal.sdp)?.[1]?.trim() ?? null;
      if (this.#remoteFingerprint && fingerprint && fingerprint !== this.#remoteFingerprint) {
        this.#callbacks.onOrphaned();
        return;
      }
      this.#remoteFingerprint ??= fingerprint;
      // Read it before setting the description: browsers rewrite the text.
      if (isByFirefox(signal.sdp)) this.#canRestart = false;
    }
    this.#negotiation.handleSignal(signal);
  }

  resendOffer(): void {
    this.#negotiation.resendOffer();
  }

  /**
   * Sends an offer that changes nothing, to learn whether the other side still has this transport.
   */
  verify(): void {
    void this.#negotiation.offer();
  }

  /** Whether signaling works: without it a restart is pointless. */
  setReachable(reachable: boolean): void {
    if (reachable === this.#reachable) return;
    this.#reachable = reachable;
    if (!reachable) {
      this.#timers.clear('answer');
      return;
    }
    if (this.#negotiation.isOfferPending) {
      this.#offers = 0;
      this.#negotiation.resendOffer();
    }
    if (this.#isLost()) this.#recover();
  }

  /** The network changed or the person asked: restarts ICE at once. */
  restart(): void {
    if (this.#closed || !this.#reachable || this.#negotiation.isOfferPending) return;
    if (this.#isLost()) {
      this.#restarts = 0;
      this.#recover();
    } else if (this.isOpener && this.#connectedAt !== null && this.#canRestart) {
      void this.#restartIce();
    }
  }

  /** Level of the other's microphone now, 0 to 1. */
  audioLevel(): number {
    return this.#level.read(this.#slots.get('microphone')?.receiver);
  }

  /** Totals sent and received so far; null while nothing flows. */
  async stats(): Promise<TransportStats | null> {
    if (this.#pc.connectionState !== 'connected') return null;
    const slots = [...this.#slots];
    const report = await this.#pc.getStats();
    const at = performance.now();
    return readTransportStats(
      report,
      this.id,
      { at, age: at - (this.#connectedAt ?? at) },
      {
        sourceOf: ({ mid, track }) =>
          slots.find(([, slot]) =>
            mid === undefined ? slot.receiver.track.id === track : slot.mid === mid,
          )?.[0] ?? null,
        allowed: (source) => (isVideo(source) ? this.#encodings.allowed(source) : null),
        pauses: (source) => (source === 'camera' ? this.#pauses : 0),
      },
    );
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#timers.clearAll();
    this.#negotiation.close();
    this.#growth.close();
    this.#encodings.close();
    this.#control?.close();
    this.#pc.onconnectionstatechange = null;
    this.#pc.close();
    this.#slots.clear();
    this.#tracks.clear();
  }

  #send(signal: Signal): void {
    if (signal.type === 'candidate' && / typ relay /.test(`${signal.candidate} `)) {
      this.#gatheredRelay = true;
    }
    if (signal.type === 'offer') {
      this.#offers += 1;
      if (!this.#held) this.#awaitAnswer();
    }
    this.#callbacks.send(signal);
  }

  #awaitAnswer(): void {
    this.#timers.set('answer', ANSWER_PATIENCE, () => this.#handleNoAnswer());
  }

  #handleNoAnswer(): void {
    if (!this.#reachable) return;
    if (this.#offers < MAX_OFFERS) this.#negotiation.resendOffer();
    // Media that flows must not stop because an answer is missing.
    else if (!this.isLive) this.#giveUp('no_answer');
  }

  /** Assigns the transceivers of the other side's offer to sources, by kind and order. */
  #beforeAnswer(): void {
    // Transceivers without a mid were added here for an own offer, which the other's has overtaken.
    const transceivers = this.#pc
      .getTransceivers()
      .filter(({ direction, mid }) => direction !== 'stopped' && mid !== null);
    for (const kind of ['audio', 'video'] as const) {
      const ofKind = transceivers.filter(({ receiver }) => receiver.track.kind === kind);
      const sources = SOURCES.filter((source) => kindOf(source) === kind);
      sources.forEach((source, index) => {
        const slot = ofKind[index];
        const own = this.#slots.get(source);
        if (!slot || own === slot) return;
        if (own?.mid === null) own.stop();
        this.#slots.set(source, slot);
        slot.direction = 'sendrecv';
        slot.sender.setStreams?.(this.#streamOf(source));
        this.#attach(source, slot);
      });
    }
    // Older clients offer no control channel, and get none.
    if (!this.#control && /^m=application /m.test(this.#pc.remoteDescription?.sdp ?? '')) {
      this.#openControl();
    }
    // The other side is already restarting: give it time.
    if (this.#timers.has('recover')) this.#scheduleRecovery(RESTART_PATIENCE);
  }

  #handleStable(): void {
    this.#offers = 0;
    this.#timers.clear('answer');
    for (const [source, slot] of this.#slots) {
      if (slot.mid !== null && isVideo(source)) this.#encodings.apply(source);
    }
    this.#tellTracks();
    for (const [source, track] of this.#tracks) {
      if (!this.#slots.has(source)) this.publish(source, track);
    }
  }

  #tellTracks(): void {
    for (const [source, slot] of this.#slots) {
      if (slot.mid !== null) this.#callbacks.onTrack(source, slot.receiver.track);
    }
  }

  #addTransceiver(source: Source): RTCRtpTransceiver {
    return this.#pc.addTransceiver(this.#tracks.get(source) ?? kindOf(source), {
      direction: 'sendrecv',
      streams: [this.#streamOf(source)],
    });
  }

  #streamOf(source: Source): MediaStream {
    return isPerson(source) ? this.#streams.person : this.#streams.screen;
  }

  #attach(source: Source, { sender }: RTCRtpTransceiver): void {
    const track = this.#tracks.get(source) ?? null;
    if (sender.track === track) return;
    // The browser queues these, so the last one wins. A closing transport rejects.
    sender.replaceTrack(track).then(
      () => {
        if (isVideo(source)) this.#encodings.apply(source);
      },
      () => {},
    );
  }

  #openControl(): void {
    this.#control = new ControlChannel(this.#pc, {
      onOpen: () => this.#tellView(),
      onMessage: (message) => this.#handleControl(message),
    });
  }

  #handleControl(message: ControlMessage): void {
    switch (message.type) {
      case 'view':
        this.#viewed = {
          camera: message.camera.height,
          screen_share: message.screen_share.height,
        };
        this.#callbacks.onView(this.#viewed);
        break;
      case 'hang_up':
        this.#callbacks.onHangUp();
        break;
    }
  }

  #tellView(): void {
    if (!this.#view) return;
    const { camera, screen_share } = this.#view;
    this.#control?.send({
      type: 'view',
      camera: { height: camera },
      screen_share: { height: screen_share },
    });
  }

  #isLost(): boolean {
    if (this.#closed) return false;
    const state = this.#pc.connectionState;
    return state === 'failed' || state === 'disconnected' || this.#restarts > 0;
  }

  #handleConnectionState(): void {
    if (this.#closed) return;
    switch (this.#pc.connectionState) {
      case 'connected':
        this.#handleConnected();
        break;
      case 'disconnected':
        if (!this.#timers.has('recover')) {
          const patience = this.#canRestart ? DISCONNECTED_PATIENCE : REPLACE_PATIENCE;
          this.#scheduleRecovery(patience + this.#turn());
        }
        break;
      case 'failed': {
        const backoff =
          this.#restarts === 0
            ? 0
            : backoffDelay(RESTART_BACKOFF, this.#restarts - 1, Math.random());
        this.#scheduleRecovery(backoff + this.#turn());
        if (this.#connectedAt !== null) {
          this.#callbacks.onState({ status: 'reconnecting', attempt: this.#restarts });
        }
        break;
      }
    }
  }

  #handleConnected(): void {
    this.#connectedAt ??= performance.now();
    if (this.#restarts > 0 || this.#replaces) {
      this.#improvements = [...IMPROVE_AFTER];
      this.#scheduleImprovement();
    }
    this.#replaces = false;
    this.#restarts = 0;
    this.#timers.clear('recover');
    this.#timers.clear('connect');
    this.#growth.allow();
    this.#reportConnected();
    // ICE may switch to a better pair in the first seconds.
    this.#timers.set('relay_check', 5_000, () => this.#reportConnected());
  }

  #reportConnected(): void {
    const pc = this.#pc;
    pc.getStats().then(
      (report) => {
        if (!this.#closed && pc.connectionState === 'connected') {
          const relayed = readRoute(report)?.relayed ?? false;
          this.#callbacks.onState({ status: 'connected', relayed });
        }
      },
      () => {},
    );
  }

  #scheduleImprovement(): void {
    const delay = this.#improvements.shift();
    if (delay === undefined || !this.isOpener || !this.#canRestart) return;
    this.#timers.set('improve', delay, () => void this.#improve());
  }

  async #improve(): Promise<void> {
    const route = readRoute(await this.#pc.getStats());
    const isBest = !route || (!route.relayed && route.protocol === 'udp');
    if (this.#closed || isBest || this.#pc.connectionState !== 'connected') return;
    this.#scheduleImprovement();
    if (this.#reachable && !this.#negotiation.isOfferPending) await this.#restartIce();
  }

  #turn(): number {
    return this.isOpener ? 0 : ANSWERER_DELAY;
  }

  #scheduleRecovery(ms: number): void {
    this.#timers.set('recover', ms, () => this.#recover());
  }

  #recover(): void {
    if (this.#closed || this.#pc.connectionState === 'connected') return;
    this.#timers.clear('connect');
    this.#timers.clear('recover');
    if (this.#connectedAt !== null) {
      const attempt = this.#restarts + (this.#reachable ? 1 : 0);
      this.#callbacks.onState({ status: 'reconnecting', attempt });
    }
    // `setReachable` goes on from here. Without a first answer `handleNoAnswer` decides.
    if (!this.#reachable || this.#held || !this.#pc.remoteDescription) return;
    if (!this.#canRestart) {
      this.#scheduleRecovery(RESTART_PATIENCE);
      void this.#askForAnother();
      return;
    }
    if (this.#restarts >= (this.#connectedAt !== null ? MAX_RESTARTS : MAX_FIRST_RESTARTS)) {
      this.#giveUp(this.failure);
      return;
    }
    this.#restarts += 1;
    const backoff = backoffDelay(RESTART_BACKOFF, this.#restarts - 1, Math.random());
    this.#scheduleRecovery(RESTART_PATIENCE + backoff + this.#turn());
    void this.#restartIce();
  }

  /** Fetches fresh ICE servers for the replacement, as a restart would have done. */
  async #askForAnother(): Promise<void> {
    await this.#callbacks.iceServers();
    if (this.#closed || this.#pc.connectionState === 'connected') return;
    this.#timers.clearAll();
    this.#callbacks.onReplace(this.failure);
  }

  async #restartIce(): Promise<void> {
    const iceServers = await this.#callbacks.iceServers();
    if (this.#closed) return;
    this.#iceServers = iceServers;
    try {
      this.#pc.setConfiguration({ ...this.#pc.getConfiguration(), iceServers });
    } catch {
      // Some browsers refuse a change: the old credentials may still work.
    }
    this.#pc.restartIce();
  }

  #giveUp(reason: TransportFailure): void {
    if (this.#closed) return;
    this.#timers.clearAll();
    this.#callbacks.onGiveUp(reason);
  }
}
