import { create } from 'zustand';

import type {
  ErrorCode,
  InterviewRole,
  MeetingId,
  Participant,
  ParticipantId,
  Role,
  RoomSettings,
  WaitingParticipant,
} from '../rtc/protocol.gen';
import type { TransportState } from '../rtc/transport-state';

export type { TransportState } from '../rtc/transport-state';

/** Where this page stands with the meeting. */
export type RoomStatus =
  | { kind: 'idle' }
  | { kind: 'joining' }
  /** In the lobby. */
  | { kind: 'waiting'; hostPresent: boolean }
  | { kind: 'joined' }
  /** The signaling connection is away; media may well still flow. `since` is in ms since the epoch. */
  | { kind: 'reconnecting'; since: number }
  /** The same presence was taken up in another tab. */
  | { kind: 'superseded' }
  | { kind: 'left' }
  /** A host sent one away from the lobby. */
  | { kind: 'denied' }
  /** A host removed one from the room. */
  | { kind: 'removed'; mayReturn: boolean }
  /** A host ended the meeting for all. */
  | { kind: 'ended' }
  /** Joining was refused, or the meeting cannot be gone on with. */
  | { kind: 'failed'; code: ErrorCode | 'unreachable'; message: string; retryAfterMs?: number };

/** The room as this page sees it: serialisable, written by the session only. */
export interface RoomState {
  status: RoomStatus;
  meetingId: MeetingId | null;
  selfId: ParticipantId | null;
  /** Everybody, oneself included, in the order in which they joined. */
  participants: Participant[];
  /** What hosts have decided. */
  settings: RoomSettings;
  hasPassword: boolean;
  /** Who waits in the lobby, the longest first; empty for those who may not admit. */
  waiting: WaitingParticipant[];
  /** When the meeting began, in ms since the epoch by the server's clock. */
  startedAt: number | null;
  /** Server clock minus this clock, in ms. */
  clockOffset: number;
  /** By participant; absent for oneself. */
  transports: Record<ParticipantId, TransportState>;
  /** Who speaks now, oneself included. */
  activeSpeakers: ParticipantId[];
}

export const initialRoom: RoomState = {
  status: { kind: 'idle' },
  meetingId: null,
  selfId: null,
  participants: [],
  settings: {
    locked: false,
    lobby: false,
    chat: 'everyone',
    share: 'everyone',
    record: 'everyone',
  },
  hasPassword: false,
  waiting: [],
  startedAt: null,
  clockOffset: 0,
  transports: {},
  activeSpeakers: [],
};

export const useRoom = create<RoomState>()(() => initialRoom);

/** What one is in the room oneself. */
export function ownRole({
  participants,
  selfId,
}: Pick<RoomState, 'participants' | 'selfId'>): Role {
  return participants.find(({ id }) => id === selfId)?.role ?? 'guest';
}

/** What one is in the interview; null where there is none. */
export function ownInterviewRole({
  participants,
  selfId,
}: Pick<RoomState, 'participants' | 'selfId'>): InterviewRole | null {
  return participants.find(({ id }) => id === selfId)?.interview_role ?? null;
}
