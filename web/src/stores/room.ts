import { create } from 'zustand';

import type { ErrorCode, MeetingId, Participant, ParticipantId } from '../rtc/protocol.gen';
import type { TransportState } from '../rtc/transport-state';

export type { TransportState } from '../rtc/transport-state';

/** Where this page stands with the meeting. */
export type RoomStatus =
  | { kind: 'idle' }
  | { kind: 'joining' }
  | { kind: 'joined' }
  /** The signaling connection is away; media may well still flow. `since` is in ms since the epoch. */
  | { kind: 'reconnecting'; since: number }
  /** The same presence was taken up in another tab. */
  | { kind: 'superseded' }
  | { kind: 'left' }
  /** Joining was refused, or the meeting cannot be gone on with. */
  | { kind: 'failed'; code: ErrorCode | 'unreachable'; message: string };

/** The room as this page sees it: serialisable, written by the session only. */
export interface RoomState {
  status: RoomStatus;
  meetingId: MeetingId | null;
  selfId: ParticipantId | null;
  /** Everybody, oneself included, in the order in which they joined. */
  participants: Participant[];
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
  startedAt: null,
  clockOffset: 0,
  transports: {},
  activeSpeakers: [],
};

export const useRoom = create<RoomState>()(() => initialRoom);
