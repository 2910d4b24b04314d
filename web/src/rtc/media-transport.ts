import type { Emitter } from '../lib/emitter';
import type { ParticipantId, Signal, SignalRequest, TransportId } from './protocol.gen';
import type { Source, View } from './source';
import type { Transport } from './transport';
import type { TransportState } from './transport-state';
import type { TransportStats } from './transport-stats';

export interface MediaTransportEvents {
  /** A source's track came, changed, or went. It may still be silent or black: `MediaState` tells. */
  track: { participant: ParticipantId; source: Source; track: MediaStreamTrack | null };
  /** How it stands with the media of one participant. */
  state: { participant: ParticipantId; state: TransportState };
  /** That participant said, past the server, that it has left for good. */
  hung_up: { participant: ParticipantId };
}

/** What media needs of signaling. */
export interface MediaSignaling {
  send(request: SignalRequest): void;
  /** Never fails: where no fresh ones are to be had, the last known. */
  iceServers(): Promise<RTCIceServer[]>;
  /** Those last told, also by a join since: a restarted server's relay may be elsewhere. */
  knownIceServers?(): RTCIceServer[];
  /** A transport that was prepared to that participant beforehand; it is the mesh's from then on. */
  prepared?(participant: ParticipantId): Transport | null;
}

/**
 * How media gets from everybody to everybody: from each to each (`MeshTransport`), or through a server
 * that forwards. The session tells it who is there and what to send; whether that takes one
 * RTCPeerConnection or many is its own business.
 */
export interface MediaTransport {
  readonly events: Emitter<MediaTransportEvents>;
  /** Sends this track as that source, or nothing with null. No effect on the track itself. */
  publish(source: Source, track: MediaStreamTrack | null): void;
  /**
   * Somebody to exchange media with. `wasHere`: was in the room before oneself; `foreign`: comes with a client of
   * another system.
   */
  addParticipant(participant: ParticipantId, wasHere: boolean, foreign?: boolean): void;
  /** Closes what there is to that participant. Its tracks end as events. */
  removeParticipant(participant: ParticipantId): void;
  /** Asks for that participant's pictures at the size at which they are shown here. */
  setView(participant: ParticipantId, view: View): void;
  /** Whether that participant's own signaling connection is there. */
  setPresent(participant: ParticipantId, present: boolean): void;
  /** Whether that participant's media flows now, whatever signaling says. */
  isLive(participant: ParticipantId): boolean;
  /** The room was joined anew while media flowed: makes sure the other side still has its end. */
  verify(participant: ParticipantId): void;
  handleSignal(from: ParticipantId, transportId: TransportId | undefined, signal: Signal): void;
  /** Whether one's own signaling connection is there. */
  handleSignaling(up: boolean): void;
  handleNetworkChange(): void;
  /** Tries a failed participant again at once. */
  retry(participant: ParticipantId): void;
  /** How loud that participant's microphone is now, 0 to 1; read a few times a second. */
  audioLevel(participant: ParticipantId): number;
  /** What is exchanged with that participant, by counters; null while nothing is. */
  stats(participant: ParticipantId): Promise<TransportStats | null>;
  /** Tells everybody, past the server, that one has left for good; whether anybody could be told. */
  hangUp(): boolean;
  close(): void;
}
