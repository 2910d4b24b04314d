import type { Signal } from '../protocol/protocol.gen';
import { isFirefox } from './firefox';

export interface NegotiationCallbacks {
  send(signal: Signal): void;
  /** The other side's description as it is to be set here. */
  complete(sdp: string): string;
  /** An offer was set and will be answered: set directions and attach tracks now. */
  beforeAnswer(): void;
  /** Both descriptions are set. */
  onStable(): void;
  onError(error: unknown): void;
}

/** Limit of remembered candidates; no browser gathers that many. */
const MAX_EARLY_CANDIDATES = 256;

/**
 * The W3C's perfect negotiation for one RTCPeerConnection (webrtc-pc, 10.7): either side may offer
 * at any time, and if both do, the polite one yields. Candidates that arrive before a description
 * wait for it. Repeated descriptions and candidates do no harm, so signals may be sent again.
 */
export class PerfectNegotiation {
  readonly #pc: RTCPeerConnection;
  readonly #callbacks: NegotiationCallbacks;
  #polite: boolean;
  /** Signals held back; null if nothing is held. */
  #held: Signal[] | null;
  #makingOffer = false;
  #ignoreOffer = false;
  #settingRemoteAnswer = false;
  #early: RTCIceCandidateInit[] = [];
  /** Signals are applied one at a time, in the order of their arrival. */
  #queue: Promise<void> = Promise.resolve();
  #closed = false;

  /**
   * `held`: an offer is answered locally, but nothing reaches the other side before `release`,
   * neither a signal nor a check of a candidate.
   */
  constructor(
    pc: RTCPeerConnection,
    polite: boolean,
    callbacks: NegotiationCallbacks,
    held = false,
  ) {
    this.#pc = pc;
    this.#polite = polite;
    this.#callbacks = callbacks;
    this.#held = held ? [] : null;
    pc.onnegotiationneeded = () => void this.offer();
    pc.onicecandidate = ({ candidate }) => {
      if (candidate && !this.#closed) this.#send(candidateSignal(candidate));
    };
  }

  /** Decides who yields if both offer at once. Must be set before that can happen. */
  setPolite(polite: boolean): void {
    this.#polite = polite;
  }

  /** Sends the signals held back and starts checking candidates. */
  release(): void {
    const held = this.#held;
    if (!held || this.#closed) return;
    this.#held = null;
    for (const signal of held) this.#callbacks.send(signal);
    this.#enqueue(async () => {
      if (this.#pc.signalingState === 'have-remote-offer') await this.#answer();
      await this.#addEarly();
    });
  }

  /** True while an own offer has no answer. */
  get isOfferPending(): boolean {
    return this.#pc.signalingState === 'have-local-offer';
  }

  /** Sends an offer even if nothing changed. */
  async offer(): Promise<void> {
    if (this.#closed || this.#makingOffer || this.#pc.signalingState !== 'stable') return;
    try {
      this.#makingOffer = true;
      await this.#pc.setLocalDescription();
      this.#sendLocal('offer');
    } catch (error) {
      if (!this.#closed) this.#callbacks.onError(error);
    } finally {
      this.#makingOffer = false;
    }
  }

  /** Sends an unanswered offer again, unchanged, so that either answer fits it. */
  resendOffer(): void {
    if (this.isOfferPending) this.#sendLocal('offer');
  }

  handleSignal(signal: Signal): void {
    this.#enqueue(async () => {
      if (signal.type === 'candidate') await this.#handleCandidate(candidateInit(signal));
      else await this.#handleDescription(signal);
    });
  }

  close(): void {
    this.#closed = true;
    this.#early = [];
    this.#pc.onnegotiationneeded = null;
    this.#pc.onicecandidate = null;
  }

  #enqueue(act: () => Promise<void>): void {
    this.#queue = this.#queue.then(async () => {
      if (this.#closed) return;
      try {
        await act();
      } catch (error) {
        if (!this.#closed) this.#callbacks.onError(error);
      }
    });
  }

  async #handleDescription(description: { type: 'offer' | 'answer'; sdp: string }): Promise<void> {
    const pc = this.#pc;
    const isOffer = description.type === 'offer';
    // A repeated answer, or one to an offer that yielded.
    if (!isOffer && pc.signalingState !== 'have-local-offer') return;

    const readyForOffer =
      !this.#makingOffer && (pc.signalingState === 'stable' || this.#settingRemoteAnswer);
    const collision = isOffer && !readyForOffer;
    this.#ignoreOffer = !this.#polite && collision;
    if (this.#ignoreOffer) return;

    this.#settingRemoteAnswer = !isOffer;
    try {
      // On a collision this rolls back the own offer first.
      const { type } = description;
      const sdp = this.#callbacks.complete(description.sdp);
      await pc.setRemoteDescription({ type, sdp: this.#held ? this.#withoutCandidates(sdp) : sdp });
    } finally {
      this.#settingRemoteAnswer = false;
    }
    await this.#addEarly();
    if (isOffer && !this.#closed) {
      this.#callbacks.beforeAnswer();
      // Firefox gives up if no candidate arrives, so there `release` sets the answer. That takes it
      // a moment longer.
      if (this.#held && isFirefox()) return;
      await this.#answer();
    } else if (!this.#closed) {
      this.#callbacks.onStable();
    }
  }

  async #answer(): Promise<void> {
    await this.#pc.setLocalDescription();
    this.#sendLocal('answer');
    if (!this.#closed) this.#callbacks.onStable();
  }

  async #handleCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    if (!this.#pc.remoteDescription || this.#held) {
      if (this.#early.length < MAX_EARLY_CANDIDATES) this.#early.push(candidate);
      return;
    }
    try {
      await this.#pc.addIceCandidate(candidate);
    } catch {
      // The candidate belongs to an ignored offer or an old generation, or has a form unknown to
      // this browser. Losing it is harmless.
    }
  }

  async #addEarly(): Promise<void> {
    if (this.#held || !this.#pc.remoteDescription) return;
    const early = this.#early;
    this.#early = [];
    for (const candidate of early) await this.#handleCandidate(candidate);
  }

  /**
   * Removes the candidates of an offer: the browser would check them at once, so they wait with the
   * others.
   */
  #withoutCandidates(sdp: string): string {
    const lines = sdp.split('\n');
    let media = -1;
    for (const line of lines) {
      if (line.startsWith('m=')) media += 1;
      else if (line.startsWith('a=candidate:') && this.#early.length < MAX_EARLY_CANDIDATES) {
        this.#early.push({ candidate: line.slice(2).trim(), sdpMLineIndex: Math.max(0, media) });
      }
    }
    return lines.filter((line) => !/^a=(candidate:|end-of-candidates)/.test(line)).join('\n');
  }

  #sendLocal(type: 'offer' | 'answer'): void {
    const description = this.#pc.localDescription;
    if (this.#closed || description?.type !== type) return;
    this.#send({ type, sdp: description.sdp });
  }

  #send(signal: Signal): void {
    if (this.#held) this.#held.push(signal);
    else this.#callbacks.send(signal);
  }
}

function candidateSignal(candidate: RTCIceCandidate): Signal {
  const { sdpMid, sdpMLineIndex, usernameFragment } = candidate;
  return {
    type: 'candidate',
    candidate: candidate.candidate,
    ...(sdpMid !== null && { sdp_mid: sdpMid }),
    ...(sdpMLineIndex !== null && { sdp_m_line_index: sdpMLineIndex }),
    ...(usernameFragment != null && { username_fragment: usernameFragment }),
  };
}

function candidateInit(signal: Extract<Signal, { type: 'candidate' }>): RTCIceCandidateInit {
  return {
    candidate: signal.candidate,
    sdpMid: signal.sdp_mid ?? null,
    sdpMLineIndex: signal.sdp_m_line_index ?? null,
    usernameFragment: signal.username_fragment ?? null,
  };
}
