import type {
  ClientToServerEvents,
  ErrorCode,
  JoinReply,
  MediaState,
  MeetingId,
  RoomEvents,
} from '../protocol/protocol.gen';

/** Acknowledgement of `join` with the whole room. */
export type JoinedReply = Extract<JoinReply, { status: 'joined' }>;
/** Acknowledgement of `join` for a participant in the lobby. */
export type WaitingReply = Extract<JoinReply, { status: 'waiting' }>;
/** Acknowledgement of `join` for a presence that resumes. */
export type ResumedReply = Extract<JoinReply, { status: 'resumed' }>;

/** A room event. Each arrives exactly once and in order. */
export type RoomEvent = {
  [Name in keyof RoomEvents]: { name: Name; payload: Parameters<RoomEvents[Name]>[0] };
}[keyof RoomEvents];

export interface SignalingClientEvents {
  /**
   * Joined; carries the state of the room. Emitted after the first join and after every failed
   * resume.
   */
  joined: { reply: JoinedReply; clockOffset: number; roundTrip: number };
  /** Resumed; missed events follow as `room`. */
  resumed: { reply: ResumedReply; clockOffset: number; roundTrip: number };
  room: RoomEvent;
  /** The connection was lost; the client is already reconnecting. */
  down: { since: number };
  /** Waiting in the lobby; `joined` follows when a host admits the participant. */
  waiting: { hostPresent: boolean };
  /** A host denied entry. The client has stopped. */
  denied: null;
  /** A host removed the participant. The client has stopped. */
  removed: { mayReturn: boolean };
  /** A host ended the meeting. The client has stopped. */
  ended: null;
  /** Another connection took over this presence. The client has stopped. */
  superseded: null;
  /** The join was refused for good, or never succeeded. The client has stopped. */
  failed: JoinFailure;
}

/** Renaming, and requests that only some roles may make. */
export type HostRequest =
  | 'rename'
  | 'admit'
  | 'admit_all'
  | 'deny'
  | 'set_room'
  | 'set_title'
  | 'set_name'
  | 'set_password'
  | 'stop_source'
  | 'mute_all'
  | 'ask_to_unmute'
  | 'lower_hand'
  | 'remove'
  | 'set_role'
  | 'end_meeting';
export type PayloadOf<Name extends HostRequest> = Parameters<ClientToServerEvents[Name]>[0];

/** Why a join failed. */
export interface JoinFailure {
  code: ErrorCode | 'unreachable';
  message: string;
  /** With `rate_limited`: how long the client must wait, in ms. */
  retryAfterMs?: number;
}

export interface JoinOptions {
  meetingId: MeetingId;
  /** Read at every join: the name may change between joins. */
  name: () => string;
  /** Presence token of an earlier join, if this browser has one. */
  token: string | null;
  /** Host token, if the meeting was created here. */
  hostToken: string | null;
  /** Password the person entered, if any. */
  password: string | null;
  /** Token of an interview link, if the meeting is an interview. */
  link?: string | null;
  /** Read at every join, so that a returning client reports its present state. */
  media: () => MediaState;
}

export const ROOM_EVENTS = [
  'participant_joined',
  'participant_changed',
  'participant_left',
  'room_changed',
  'room_kept',
  'signal',
  'chat_message',
  'reaction',
  'lobby_changed',
  'interview_changed',
  'source_stopped',
  'unmute_asked',
  'media_path_changed',
  'published',
  'unpublished',
  'slot_changed',
  'heard',
  'speakers',
  'wanted',
  'media_transport_changed',
  'viewers_changed',
  'hands_changed',
] as const satisfies readonly (keyof RoomEvents)[];
/** Errors that a retry cannot change. */
export const FATAL: ReadonlySet<ErrorCode> = new Set([
  'meeting_not_found',
  'room_full',
  'lobby_full',
  'meeting_locked',
  'media_server_required',
  'meeting_ended',
  'password_required',
  'wrong_password',
  'link_required',
  'invalid_link',
  'removed',
  'invalid_token',
  'invalid_payload',
  'too_large',
  'unknown_event',
]);
