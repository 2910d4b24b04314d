import { shareCamera, shareScreen } from '../lib/bitrate';
import { randomId } from '../lib/random-id';
import type {
  CallId,
  CallSignal,
  ParticipantId,
  Signal,
  TransportId,
} from '../protocol/protocol.gen';
import { SOURCES, type Source } from './source';
import { Transport } from './transport';

export interface PreparedCallbacks {
  send(signal: CallSignal): void;
  /** The last known ICE servers, for a new transport. */
  knownIceServers(): RTCIceServer[];
  iceServers(): Promise<RTCIceServer[]>;
  track(source: Source): MediaStreamTrack | null;
  /** Media flows, even before caller and callee are in the room. */
  onConnected(call: CallId): void;
  /** The other's camera track; it may not show anything yet. */
  onPicture(call: CallId, track: MediaStreamTrack): void;
  /** The other hung up and said so past the server. */
  onHangUp(call: CallId): void;
}

interface Prepared {
  transport: Transport;
  /** The other's participant id in the room. */
  participant: ParticipantId | null;
  /** True once the mesh owns the transport and closes it. */
  taken: boolean;
}

/** Limit of candidates that arrive before their offer. */
const MAX_EARLY = 64;

/**
 * Transports of ringing calls. The caller's sends its offer while it rings; the callee's prepares
 * its answer and holds it back until the call is answered. In the room the mesh adopts both.
 */
export class PreparedTransports {
  readonly #callbacks: PreparedCallbacks;
  readonly #calls = new Map<CallId, Prepared>();
  readonly #early = new Map<CallId, { id: TransportId; signal: Signal }[]>();

  constructor(callbacks: PreparedCallbacks) {
    this.#callbacks = callbacks;
  }

  /** Creates the caller's transport and sends its offer. */
  offer(call: CallId, participant: ParticipantId): void {
    this.drop(call);
    this.#make(call, randomId(), true, true).participant = participant;
  }

  /** True for a transport made here, also after the mesh adopted it. */
  has(call: CallId, id: TransportId): boolean {
    return this.#calls.get(call)?.transport.id === id;
  }

  /** True while the offer made here has no answer. */
  awaitsAnswer(call: CallId): boolean {
    return this.#calls.get(call)?.transport.isUnanswered ?? false;
  }

  /** `wanted`: the call was answered already, so nothing is held back. */
  handleSignal({ call_id, transport_id, signal }: CallSignal, wanted: boolean): void {
    const known = this.#calls.get(call_id);
    if (known?.transport.id === transport_id) {
      known.transport.handleSignal(signal);
    } else if (known) {
      // The signal belongs to a closed transport.
    } else if (signal.type === 'offer') {
      const { transport } = this.#make(call_id, transport_id, false, !wanted);
      transport.handleSignal(signal);
      const early = this.#early.get(call_id) ?? [];
      this.#early.delete(call_id);
      for (const one of early) if (one.id === transport_id) transport.handleSignal(one.signal);
    } else if (signal.type === 'candidate') {
      const early = this.#early.get(call_id) ?? [];
      if (early.length < MAX_EARLY) early.push({ id: transport_id, signal });
      this.#early.set(call_id, early);
    }
  }

  /** The call was answered: sends what was held back. */
  release(call: CallId): void {
    this.#calls.get(call)?.transport.release();
  }

  /** Sets the other's participant id in the room. */
  name(call: CallId, participant: ParticipantId): void {
    const prepared = this.#calls.get(call);
    if (prepared) prepared.participant = participant;
  }

  /** The own tracks are ready or have changed. */
  publish(): void {
    for (const { transport, taken } of this.#calls.values()) {
      if (taken) continue;
      for (const source of SOURCES) transport.publish(source, this.#callbacks.track(source));
    }
  }

  /** Hands over the transport to that participant, if there is one. */
  take(participant: ParticipantId): Transport | null {
    for (const prepared of this.#calls.values()) {
      if (prepared.participant !== participant || prepared.taken) continue;
      prepared.taken = true;
      return prepared.transport;
    }
    return null;
  }

  /** The call ended or was answered on another page. */
  drop(call: CallId): void {
    const prepared = this.#calls.get(call);
    this.#calls.delete(call);
    this.#early.delete(call);
    if (prepared && !prepared.taken) prepared.transport.close();
  }

  /**
   * Tells the other side that this one hung up, while no mesh owns the transport; false if it could
   * not be reached.
   */
  hangUp(call: CallId): void {
    const prepared = this.#calls.get(call);
    if (prepared && !prepared.taken) prepared.transport.hangUp();
  }

  close(): void {
    for (const call of [...this.#calls.keys()]) this.drop(call);
    this.#early.clear();
  }

  #make(call: CallId, id: TransportId, opener: boolean, held: boolean): Prepared {
    const [camera] = shareCamera([null]);
    const [screen_share] = shareScreen([null]);
    const nothing = { lines: 0, maxBitrate: 0, maxFramerate: 0 };
    const tracks = new Map<Source, MediaStreamTrack>();
    for (const source of SOURCES) {
      const track = this.#callbacks.track(source);
      if (track) tracks.set(source, track);
    }
    const transport = new Transport(
      {
        id,
        opener,
        // Set on handover: until then only one side offers.
        polite: !opener,
        iceServers: this.#callbacks.knownIceServers(),
        shares: { camera: camera ?? nothing, screen_share: screen_share ?? nothing },
        view: null,
        held,
      },
      tracks,
      {
        send: (signal) => this.#callbacks.send({ call_id: call, transport_id: id, signal }),
        iceServers: () => this.#callbacks.iceServers(),
        onState: ({ status }) => {
          if (status === 'connected') this.#callbacks.onConnected(call);
        },
        onTrack: (source, track) => {
          if (source === 'camera') this.#callbacks.onPicture(call, track);
        },
        onView: () => {},
        onHangUp: () => this.#callbacks.onHangUp(call),
        // The room makes a new transport.
        onReplace: () => this.drop(call),
        onGiveUp: () => this.drop(call),
        onOrphaned: () => this.drop(call),
      },
    );
    const prepared = { transport, participant: null, taken: false };
    this.#calls.set(call, prepared);
    return prepared;
  }
}
