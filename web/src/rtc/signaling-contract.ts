import type {
  ClientToServerEvents,
  ErrorCode,
  JoinReply,
  MediaState,
  MeetingId,
  RoomEvents,
} from './protocol.gen';

/** What `join` is acknowledged with when the room is sent whole. */
export type JoinedReply = Extract<JoinReply, { status: 'joined' }>;
/** What `join` is acknowledged with in front of the lobby's door. */
export type WaitingReply = Extract<JoinReply, { status: 'waiting' }>;
/** What `join` is acknowledged with when the presence goes on. */
export type ResumedReply = Extract<JoinReply, { status: 'resumed' }>;

/** An event of the room, each exactly once and in order. */
export type RoomEvent = {
  [Name in keyof RoomEvents]: { name: Name; payload: Parameters<RoomEvents[Name]>[0] };
}[keyof RoomEvents];

export interface SignalingClientEvents {
  /** In the room, and this is its state: after the first join, and whenever resuming was not possible. */
  joined: { reply: JoinedReply; clockOffset: number; roundTrip: number };
  /** Back in the room; what was missed follows as `room` events. */
  resumed: { reply: ResumedReply; clockOffset: number; roundTrip: number };
  room: RoomEvent;
  /** The connection is away; the client is already on its way back. */
  down: { since: number };
  /** In the lobby: `joined` follows when a host admits one. */
  waiting: { hostPresent: boolean };
  /** A host sent one away from the lobby. The client has stopped. */
  denied: null;
  /** A host removed one. The client has stopped. */
  removed: { mayReturn: boolean };
  /** A host ended the meeting for all. The client has stopped. */
  ended: null;
  /** Another connection took up this presence. The client has stopped. */
  superseded: null;
  /** Joining was refused for good, or never succeeded at all. The client has stopped. */
  failed: JoinFailure;
}

/** Requests to rename somebody, or that only some roles may make. */
export type HostRequest =
  | 'rename'
  | 'admit'
  | 'admit_all'
  | 'deny'
  | 'set_room'
  | 'set_password'
  | 'stop_source'
  | 'mute_all'
  | 'ask_to_unmute'
  | 'lower_hand'
  | 'remove'
  | 'set_role'
  | 'end_meeting';
export type PayloadOf<Name extends HostRequest> = Parameters<ClientToServerEvents[Name]>[0];

/** Why joining did not work. */
export interface JoinFailure {
  code: ErrorCode | 'unreachable';
  message: string;
  /** With `rate_limited`: how long to wait. */
  retryAfterMs?: number;
}

export interface JoinOptions {
  meetingId: MeetingId;
  /** Asked for at every join: it may have been changed meanwhile. */
  name: () => string;
  /** Of an earlier join, if one is remembered. */
  token: string | null;
  /** Of whoever made the meeting, if that was here. */
  hostToken: string | null;
  /** Of the meeting, if the person was asked for it. */
  password: string | null;
  /** The token of a link, if the meeting is an interview. */
  link?: string | null;
  /** Asked for at every join, so that a return tells what is so then. */
  media: () => MediaState;
}

export const ROOM_EVENTS = [
  'participant_joined',
  'participant_changed',
  'participant_left',
  'room_changed',
  'signal',
  'chat_message',
  'reaction',
  'lobby_changed',
  'interview_changed',
  'source_stopped',
  'unmute_asked',
] as const satisfies readonly (keyof RoomEvents)[];
/** Trying again would be answered the same. */
export const FATAL: ReadonlySet<ErrorCode> = new Set([
  'meeting_not_found',
  'room_full',
  'lobby_full',
  'meeting_locked',
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
