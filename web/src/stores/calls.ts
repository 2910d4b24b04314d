import { create } from 'zustand';

import type { OwnCall } from '../lib/own-calls';
import type {
  CallRecord,
  ClientMessageId,
  Contact,
  DirectMessage,
  MeetingId,
  Party,
  Unread,
  WhoMayCall,
} from '../rtc/protocol.gen';

/** A message to one person that the server has not acknowledged. */
export interface PendingDirect {
  clientId: ClientMessageId;
  text: string;
  writtenAt: number;
  /** It is sent by itself on return; or the server refused it. */
  state: 'sending' | 'queued' | 'refused' | 'limited';
}

/** What two people write to each other, while it is looked at. */
export interface DirectChat {
  with: Party;
  messages: DirectMessage[];
  hasMore: boolean;
  status: 'loading' | 'ready' | 'failed';
}

/** Calls as this page sees them: serialisable, written by the session. */
export interface CallsState {
  /** The connection to the server, signed in or not. */
  line: 'closed' | 'connecting' | 'up' | 'down';
  /** Oneself; null before one has signed in for the first time. */
  me: Party | null;
  whoMayCall: WhoMayCall;
  blocked: Party[];
  /** Those one has talked with. */
  contacts: Contact[];
  missed: number;
  unread: Unread[];
  /** Those that are not over, and those that ended here and were not read. */
  calls: readonly OwnCall[];
  history: {
    calls: CallRecord[];
    hasMore: boolean;
    status: 'none' | 'loading' | 'ready' | 'failed';
  };
  direct: DirectChat | null;
  /** By person. */
  pending: Record<string, PendingDirect[]>;
  /** What was begun to be written, by person; the page's own. */
  drafts: Record<string, string>;
  /** The room of the call one is in. */
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
  history: { calls: [], hasMore: false, status: 'none' },
  direct: null,
  pending: {},
  drafts: {},
  room: null,
  clockOffset: 0,
};

export const useCalls = create<CallsState>()(() => initialCalls);

/** The name one gave; empty if none: one is called by the id then. */
export function ownName({ me }: Pick<CallsState, 'me'>): string {
  return me && me.name !== me.id ? me.name : '';
}
