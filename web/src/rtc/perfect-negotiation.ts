import { isFirefox } from './firefox';
import type { Signal } from './protocol.gen';

export interface NegotiationCallbacks {
  send(signal: Signal): void;
  /** An offer was set and is about to be answered: the time to set directions and attach tracks. */
  beforeAnswer(): void;
  /** Both descriptions are set: what was negotiated holds. */
  onStable(): void;
  onError(error: unknown): void;
}

/** More than any browser gathers; what is beyond is not worth remembering. */
const MAX_EARLY_CANDIDATES = 256;

/**
 * The W3C's perfect negotiation for one RTCPeerConnection (webrtc-pc, 10.7): either side may offer
 * at any time; when both do, the polite one yields. Candidates that arrive before a description
 * wait for it. Repeated descriptions and candidates do no harm, so signals may be sent again.
 */
export class PerfectNegotiation {
  readonly #pc: RTCPeerConnection;
  readonly #callbacks: NegotiationCallbacks;
  #polite: boolean;
  /** What waits to be sent; null where nothing waits. */
  #held: Signal[] | null;
  #makingOffer = false;
  #ignoreOffer = false;
  #settingRemoteAnswer = false;
  #early: RTCIceCandidateInit[] = [];
  /** Signals are applied one after the other, in the order in which they came. */
  #queue: Promise<void> = Promise.resolve();
  #closed = false;

  /**
   * `held`: an offer is answered as far as it can be without a word to the other side, to which nothing goes,
   * by signaling or as a check of a candidate, before `release`.
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

  /** Who yields where both offer at once; to be known before both can. */
  setPolite(polite: boolean): void {
    this.#polite = polite;
  }

  /** Sends what was held back, and looks for the way. */
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

  /** Whether an offer of ours waits for its answer. */
  get isOfferPending(): boolean {
    return this.#pc.signalingState === 'have-local-offer';
  }

  /** Makes an offer, whether or not anything changed. */
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

  /** Sends an offer that got no answer once more, unchanged, so that either answer fits it. */
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
    // An answer that came twice, or to an offer that yielded.
    if (!isOffer && pc.signalingState !== 'have-local-offer') return;

    const readyForOffer =
      !this.#makingOffer && (pc.signalingState === 'stable' || this.#settingRemoteAnswer);
    const collision = isOffer && !readyForOffer;
    this.#ignoreOffer = !this.#polite && collision;
    if (this.#ignoreOffer) return;

    this.#settingRemoteAnswer = !isOffer;
    try {
      // With a collision this rolls the own offer back first.
      await pc.setRemoteDescription(
        this.#held ? this.#withoutCandidates(description) : description,
      );
    } finally {
      this.#settingRemoteAnswer = false;
    }
    await this.#addEarly();
    if (isOffer && !this.#closed) {
      this.#callbacks.beforeAnswer();
      // Firefox would give up waiting for candidates: there `release` goes on from here, which takes it a moment.
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
      // Of an offer that was ignored, of a generation gone by, or of a form this browser does not
      // know: one candidate less, nothing more.
    }
  }

  async #addEarly(): Promise<void> {
    if (this.#held || !this.#pc.remoteDescription) return;
    const early = this.#early;
    this.#early = [];
    for (const candidate of early) await this.#handleCandidate(candidate);
  }

  /** Those in an offer would be checked at once: they wait with the others. */
  #withoutCandidates<T extends { sdp: string }>(description: T): T {
    const lines = description.sdp.split('\n');
    let media = -1;
    for (const line of lines) {
      if (line.startsWith('m=')) media += 1;
      else if (line.startsWith('a=candidate:') && this.#early.length < MAX_EARLY_CANDIDATES) {
        this.#early.push({ candidate: line.slice(2).trim(), sdpMLineIndex: Math.max(0, media) });
      }
    }
    const kept = lines.filter((line) => !/^a=(candidate:|end-of-candidates)/.test(line));
    return { ...description, sdp: kept.join('\n') };
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
