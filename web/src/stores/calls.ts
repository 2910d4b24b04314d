import { create } from 'zustand';

import type { OwnCall } from '../lib/own-calls';
import type {
  CallId,
  CallRecord,
  ClientMessageId,
  Contact,
  DirectMessage,
  MeetingId,
  ParticipantId,
  Party,
  Unread,
  WhoMayCall,
} from '../protocol/protocol.gen';

/** A direct message that the server has not acknowledged. */
export interface PendingDirect {
  clientId: ClientMessageId;
  text: string;
  writtenAt: number;
  /** `queued`: sent again on return. `refused`, `limited`: the server did not take it. */
  state: 'sending' | 'queued' | 'refused' | 'limited';
}

/** An open conversation with one person. */
export interface DirectChat {
  with: Party;
  messages: DirectMessage[];
  hasMore: boolean;
  status: 'loading' | 'ready' | 'failed';
}

/** Calls as this page sees them. Serialisable; the session writes it. */
export interface CallsState {
  /** Connection to the server, with or without a sign-in. */
  line: 'closed' | 'connecting' | 'up' | 'down';
  /** The signed-in person; null before the first sign-in. */
  me: Party | null;
  whoMayCall: WhoMayCall;
  blocked: Party[];
  /** People this person has talked with. */
  contacts: Contact[];
  missed: number;
  unread: Unread[];
  /** Running calls, and calls that ended here and were not dismissed. */
  calls: readonly OwnCall[];
  /** The other party's participant in the room of a call. */
  participants: Readonly<Record<CallId, ParticipantId>>;
  history: {
    calls: CallRecord[];
    hasMore: boolean;
    status: 'none' | 'loading' | 'ready' | 'failed';
  };
  direct: DirectChat | null;
  /** Unacknowledged direct messages by person. */
  pending: Record<string, PendingDirect[]>;
  /** Drafts of direct messages by person; only the page writes them. */
  drafts: Record<string, string>;
  /** Room of the current call. */
  room: MeetingId | null;
  /** Server clock minus this clock, in ms. */
  clockOffset: number;
}

export const initialCalls: CallsState = {
  line: 'closed',
  me: null,
  whoMayCall: 'anybody',
  blocked: [],
  contacts: [],
  missed: 0,
  unread: [],
  calls: [],
  participants: {},
  history: { calls: [], hasMore: false, status: 'none' },
  direct: null,
  pending: {},
  drafts: {},
  room: null,
  clockOffset: 0,
};

export const useCalls = create<CallsState>()(() => initialCalls);

/** The person's own name; empty if unset, and then pages show the id. */
export function ownName({ me }: Pick<CallsState, 'me'>): string {
  return me && me.name !== me.id ? me.name : '';
}
