import type { Emitter } from '../lib/emitter';
import type { TransportState } from '../lib/transport-state';
import type {
  MediaAnswer,
  MediaOfferRequest,
  MediaState,
  ParticipantId,
  Signal,
  SignalRequest,
  TransportId,
  VideoSlot,
} from '../protocol/protocol.gen';
import type { RoomEvent } from './signaling-contract';
import type { Source, VideoSource, View } from './source';
import type { Transport } from './transport';
import type { TransportStats } from './transport-stats';

/** State of a picture that is shown here. */
export type PictureState =
  | 'live'
  /** This side's connection is too slow for it. */
  | 'paused'
  /** This browser has no decoder for it. */
  | 'undecodable';

export interface MediaTransportEvents {
  /** A source's track appeared, changed or ended. It may be silent or black: `MediaState` tells. */
  track: { participant: ParticipantId; source: Source; track: MediaStreamTrack | null };
  /** State of the media path to one participant. */
  state: { participant: ParticipantId; state: TransportState };
  /** The server shows or withholds a picture. `SlotState` of the protocol says why. */
  picture: { participant: ParticipantId; source: VideoSource; state: PictureState };
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

/** Signaling as a transport through the forwarding server needs it. */
export interface ForwardingSignaling {
  /** Sends an offer to the server. Resolves with its answer. */
  offer(request: MediaOfferRequest): Promise<MediaAnswer>;
  /** Replaces what the video slots show. */
  subscribe(slots: VideoSlot[]): Promise<void>;
  /** The ICE servers last received. */
  knownIceServers(): RTCIceServer[];
}

/** Event of the room about media through the forwarding server. */
export type ForwardingEvent = Extract<
  RoomEvent,
  { name: 'slot_changed' | 'heard' | 'wanted' | 'media_transport_changed' }
>;

/** Counters read at one moment. */
export interface MediaStats {
  /** Counters of the media exchanged with each participant, as far as there is any. */
  participants: ReadonlyMap<ParticipantId, TransportStats>;
  /**
   * Counters of what is sent once for everybody. Null if each participant is sent their own: then
   * the counters of the participants have it.
   */
  upstream: TransportStats | null;
}

/**
 * Exchanges media with every participant: directly with each (`MeshTransport`), or through the
 * forwarding server (`SfuTransport`). The session says who is in the room and what to send; the
 * implementation decides how many RTCPeerConnections that takes.
 */
export interface MediaTransport {
  readonly events: Emitter<MediaTransportEvents>;
  /** Sends a track as that source, or stops with null. The track itself is not changed. */
  publish(source: Source, track: MediaStreamTrack | null): void;
  /** Closes the path to that participant. Its tracks end as events. */
  removeParticipant(participant: ParticipantId): void;
  /** Reports the size at which this side shows that participant's pictures. */
  setView(participant: ParticipantId, view: View): void;
  /** Sets whether that participant's signaling connection is up. */
  setPresent(participant: ParticipantId, present: boolean): void;
  /** True if that participant's media flows, whatever the state of signaling. */
  isLive(participant: ParticipantId): boolean;
  /** Sets whether the own signaling connection is up. */
  handleSignaling(up: boolean): void;
  handleNetworkChange(): void;
  /** Retries a failed participant at once. */
  retry(participant: ParticipantId): void;
  /** Level of that participant's microphone now, 0 to 1; polled a few times a second. */
  audioLevel(participant: ParticipantId): number;
  stats(): Promise<MediaStats>;
  close(): void;
}

/** Exchanges media directly with each participant. */
export interface PeerTransport extends MediaTransport {
  /**
   * Adds a participant. `wasHere`: they were in the room first. `foreign`: they use another
   * system's client.
   */
  addParticipant(participant: ParticipantId, wasHere: boolean, foreign?: boolean): void;
  /** The room was rejoined while media flowed: checks that the other side still has its end. */
  verify(participant: ParticipantId): void;
  handleSignal(from: ParticipantId, transportId: TransportId | undefined, signal: Signal): void;
  /**
   * Tells every participant, past the server, that this one hung up; false if nobody was reachable.
   */
  hangUp(): boolean;
}

/** Exchanges media with each participant through the forwarding server. */
export interface ForwardedTransport extends MediaTransport {
  addParticipant(participant: ParticipantId): void;
  /** Sets what that participant sends, as the room says. */
  setMedia(participant: ParticipantId, media: MediaState): void;
  handleEvent(event: ForwardingEvent): void;
  /** The server has lost its ends: sets them up again. */
  reopen(): void;
  /** The room is on this path again: sets up what the server refused while it was not. */
  resume(): void;
}
