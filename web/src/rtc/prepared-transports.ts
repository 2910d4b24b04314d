import { shareCamera, shareScreen } from '../lib/bitrate';
import { randomId } from '../lib/random-id';
import type { CallId, CallSignal, ParticipantId, Signal, TransportId } from './protocol.gen';
import { SOURCES, type Source } from './source';
import { Transport } from './transport';

export interface PreparedCallbacks {
  send(signal: CallSignal): void;
  /** The servers as last known, for a new transport. */
  knownIceServers(): RTCIceServer[];
  iceServers(): Promise<RTCIceServer[]>;
  track(source: Source): MediaStreamTrack | null;
  /** Media is there, even before the two are in a room. */
  onConnected(call: CallId): void;
  /** The other's camera; there may be nothing to see of it yet. */
  onPicture(call: CallId, track: MediaStreamTrack): void;
  /** The other hung up, past the server. */
  onHangUp(call: CallId): void;
}

interface Prepared {
  transport: Transport;
  /** Who the other will be in the room. */
  participant: ParticipantId | null;
  /** The mesh has it, and closes it. */
  taken: boolean;
}

/** Candidates that overtook their offer. */
const MAX_EARLY = 64;

/**
 * The transports of calls that ring: the caller's offers while it rings, the callee's holds its answer back until
 * it is wanted. Once both are in the room, the mesh there takes them.
 */
export class PreparedTransports {
  readonly #callbacks: PreparedCallbacks;
  readonly #calls = new Map<CallId, Prepared>();
  readonly #early = new Map<CallId, { id: TransportId; signal: Signal }[]>();

  constructor(callbacks: PreparedCallbacks) {
    this.#callbacks = callbacks;
  }

  /** As the caller: offers. */
  offer(call: CallId, participant: ParticipantId): void {
    this.drop(call);
    this.#make(call, randomId(), true, true).participant = participant;
  }

  /** Whether it has that transport, or had it before the mesh took it. */
  has(call: CallId, id: TransportId): boolean {
    return this.#calls.get(call)?.transport.id === id;
  }

  /** Whether the other's answer to an offer made here has yet to come. */
  awaitsAnswer(call: CallId): boolean {
    return this.#calls.get(call)?.transport.isUnanswered ?? false;
  }

  /** `wanted`: the call was answered already, and nothing is to be held back. */
  handleSignal({ call_id, transport_id, signal }: CallSignal, wanted: boolean): void {
    const known = this.#calls.get(call_id);
    if (known?.transport.id === transport_id) {
      known.transport.handleSignal(signal);
    } else if (known) {
      // Of a transport that is none any more.
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

  /** It was answered: nothing is held back any more. */
  release(call: CallId): void {
    this.#calls.get(call)?.transport.release();
  }

  /** Who the other is in the room. */
  name(call: CallId, participant: ParticipantId): void {
    const prepared = this.#calls.get(call);
    if (prepared) prepared.participant = participant;
  }

  /** One's own tracks are there, or others are. */
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

  /** The call is over, or taken elsewhere. */
  drop(call: CallId): void {
    const prepared = this.#calls.get(call);
    this.#calls.delete(call);
    this.#early.delete(call);
    if (prepared && !prepared.taken) prepared.transport.close();
  }

  /** Whether the other could be told that one hangs up, where no mesh has the transport yet. */
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
        // Told when it is handed over: before that only one of the two offers.
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
        // The room makes another.
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
