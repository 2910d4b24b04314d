import { create } from 'zustand';
import { NOBODY, type Roster } from '../lib/roster';
import type { TransportState } from '../lib/transport-state';
import type {
  ErrorCode,
  InterviewRole,
  MediaPath,
  MeetingId,
  Participant,
  ParticipantId,
  Role,
  RoomSettings,
  VideoSource,
  WaitingParticipant,
} from '../protocol/protocol.gen';

export type { TransportState } from '../lib/transport-state';

/** State of this page in the meeting. */
export type RoomStatus =
  | { kind: 'idle' }
  | { kind: 'joining' }
  /** In the lobby. */
  | { kind: 'waiting'; hostPresent: boolean }
  | { kind: 'joined' }
  /** The signaling connection is lost; media may still flow. `since` is in ms since the epoch. */
  | { kind: 'reconnecting'; since: number }
  /** Another tab took over this presence. */
  | { kind: 'superseded' }
  | { kind: 'left' }
  /** A host denied entry from the lobby. */
  | { kind: 'denied' }
  /** A host removed this participant. */
  | { kind: 'removed'; mayReturn: boolean }
  /** A host ended the meeting; `byMe`: this page did. */
  | { kind: 'ended'; byMe: boolean }
  /** The join was refused, or the meeting cannot continue. */
  | { kind: 'failed'; code: ErrorCode | 'unreachable'; message: string; retryAfterMs?: number };

/** Why a picture does not arrive: a slow connection, or a codec that this browser does not know. */
export type MissingPicture = 'paused' | 'undecodable';

/** The room as this page sees it. Serialisable; only the session writes it. */
export interface RoomState {
  status: RoomStatus;
  meetingId: MeetingId | null;
  selfId: ParticipantId | null;
  roster: Roster;
  /** Title of the meeting. */
  title: string | null;
  /** Name that leads to the meeting. */
  name: string | null;
  /** True if clients of other systems find the room by its name, which is the title too. */
  isNamedRoom: boolean;
  /** Settings chosen by hosts. */
  settings: RoomSettings;
  hasPassword: boolean;
  /** False for hosts while something they decided is not on the server's disk. */
  kept: boolean;
  /** People in the lobby, the longest wait first; empty for those who may not admit. */
  waiting: WaitingParticipant[];
  /** Start of the meeting, in ms since the epoch by the server's clock. */
  startedAt: number | null;
  /** Server clock minus this clock, in ms. */
  clockOffset: number;
  /** Media paths by participant; none for this one. */
  transports: Record<ParticipantId, TransportState>;
  /** Path of the media: from browser to browser, or through the forwarding server. */
  mediaPath: MediaPath;
  /** Pictures that should be shown and do not arrive, and why. */
  missingPictures: Record<ParticipantId, Partial<Record<VideoSource, MissingPicture>>>;
  /** Number of viewers of a webinar. */
  viewers: number;
  /** Viewers of a webinar with a raised hand, the earliest first; empty for those who are no hosts. */
  raisedHands: Participant[];
  /** Participants who speak now, this one included. */
  activeSpeakers: ParticipantId[];
}

export const initialRoom: RoomState = {
  status: { kind: 'idle' },
  meetingId: null,
  selfId: null,
  roster: NOBODY,
  title: null,
  name: null,
  isNamedRoom: false,
  settings: {
    locked: false,
    lobby: false,
    chat: 'everyone',
    share: 'everyone',
    record: 'everyone',
    link_preview: false,
  },
  hasPassword: false,
  kept: true,
  waiting: [],
  startedAt: null,
  clockOffset: 0,
  transports: {},
  mediaPath: 'mesh',
  missingPictures: {},
  viewers: 0,
  raisedHands: [],
  activeSpeakers: [],
};

export const useRoom = create<RoomState>()(() => initialRoom);

/** This participant, as the room knows them. */
export function selfIn({
  roster,
  selfId,
}: Pick<RoomState, 'roster' | 'selfId'>): Participant | undefined {
  return selfId === null ? undefined : roster.byId[selfId];
}

/** Role of this participant in the room. */
export function ownRole(room: Pick<RoomState, 'roster' | 'selfId'>): Role {
  return selfIn(room)?.role ?? 'guest';
}

/** True if this participant only watches and listens: an observer, or a viewer of a webinar. */
export function onlyWatches(state: Pick<RoomState, 'roster' | 'selfId'>): boolean {
  return ownRole(state) === 'viewer' || ownInterviewRole(state) === 'observer';
}

/** Role of this participant in the interview; null outside of one. */
export function ownInterviewRole(room: Pick<RoomState, 'roster' | 'selfId'>): InterviewRole | null {
  return selfIn(room)?.interview_role ?? null;
}
