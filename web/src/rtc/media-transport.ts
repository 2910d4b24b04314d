import type { Emitter } from '../lib/emitter';
import type { TransportState } from '../lib/transport-state';
import type { ParticipantId, Signal, SignalRequest, TransportId } from '../protocol/protocol.gen';
import type { Source, View } from './source';
import type { Transport } from './transport';
import type { TransportStats } from './transport-stats';

export interface MediaTransportEvents {
  /** A source's track appeared, changed or ended. It may be silent or black: `MediaState` tells. */
  track: { participant: ParticipantId; source: Source; track: MediaStreamTrack | null };
  /** State of the media path to one participant. */
  state: { participant: ParticipantId; state: TransportState };
  /** That participant hung up and said so past the server. */
  hung_up: { participant: ParticipantId };
}

/** Signaling as the media layer needs it. */
export interface MediaSignaling {
  send(request: SignalRequest): void;
  /** ICE servers with fresh credentials. Never rejects: falls back to the last known ones. */
  iceServers(): Promise<RTCIceServer[]>;
  /**
   * The ICE servers last received. A join renews them too: a restarted server may have moved its
   * relay.
   */
  knownIceServers?(): RTCIceServer[];
  /**
   * Hands over a transport that was prepared for that participant; the mesh owns it from then on.
   */
  prepared?(participant: ParticipantId): Transport | null;
}

/**
 * Exchanges media with every participant: directly with each (`MeshTransport`), or through a
 * forwarding server. The session says who is in the room and what to send; the implementation
 * decides how many RTCPeerConnections that takes.
 */
export interface MediaTransport {
  readonly events: Emitter<MediaTransportEvents>;
  /** Sends a track as that source, or stops with null. The track itself is not changed. */
  publish(source: Source, track: MediaStreamTrack | null): void;
  /**
   * Adds a participant. `wasHere`: they were in the room first. `foreign`: they use another
   * system's client.
   */
  addParticipant(participant: ParticipantId, wasHere: boolean, foreign?: boolean): void;
  /** Closes the path to that participant. Its tracks end as events. */
  removeParticipant(participant: ParticipantId): void;
  /** Reports the size at which this side shows that participant's pictures. */
  setView(participant: ParticipantId, view: View): void;
  /** Sets whether that participant's signaling connection is up. */
  setPresent(participant: ParticipantId, present: boolean): void;
  /** True if that participant's media flows, whatever the state of signaling. */
  isLive(participant: ParticipantId): boolean;
  /** The room was rejoined while media flowed: checks that the other side still has its end. */
  verify(participant: ParticipantId): void;
  handleSignal(from: ParticipantId, transportId: TransportId | undefined, signal: Signal): void;
  /** Sets whether the own signaling connection is up. */
  handleSignaling(up: boolean): void;
  handleNetworkChange(): void;
  /** Retries a failed participant at once. */
  retry(participant: ParticipantId): void;
  /** Level of that participant's microphone now, 0 to 1; polled a few times a second. */
  audioLevel(participant: ParticipantId): number;
  /** Counters of the media exchanged with that participant; null while there is none. */
  stats(participant: ParticipantId): Promise<TransportStats | null>;
  /**
   * Tells every participant, past the server, that this one hung up; false if nobody was reachable.
   */
  hangUp(): boolean;
  close(): void;
}
