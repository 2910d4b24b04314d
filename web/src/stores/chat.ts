import { create } from 'zustand';

import type {
  ChatMessage,
  ChatMessageId,
  ClientMessageId,
  ParticipantId,
} from '../rtc/protocol.gen';

/** Why an own message is not kept yet, or will not be. */
export type PendingState =
  | { kind: 'sending' }
  /** It is sent by itself: on return, or when the server can keep messages again. */
  | { kind: 'queued'; reason: 'offline' | 'storage' }
  | { kind: 'failed'; reason: 'recipient_gone' | 'refused' };

export interface Recipient {
  id: ParticipantId;
  name: string;
}

/** An own message that the server has not acknowledged. */
export interface PendingMessage {
  clientId: ClientMessageId;
  text: string;
  to: Recipient | null;
  /** In ms since the epoch by this clock. */
  writtenAt: number;
  /** As whom it was last sent: after a return as somebody new that is not oneself any more. */
  sentAs: ParticipantId | null;
  state: PendingState;
}

/** The chat as this page sees it: serialisable, written by the session; the draft by the panel. */
export interface ChatState {
  /** Without gaps from the first one on, by number. */
  messages: ChatMessage[];
  /** In the order in which they are sent. */
  pending: PendingMessage[];
  history: 'none' | 'loading' | 'ready' | 'failed';
  /** Whether there are older messages than the first. */
  hasMore: boolean;
  loadingOlder: boolean;
  /** The last message that was seen; null before anything is known. */
  readUpTo: ChatMessageId | null;
  /** How many messages of others came after it. */
  unread: number;
  /** To whom the draft goes; null for everyone. */
  recipient: Recipient | null;
  draft: string;
}

export const initialChat: ChatState = {
  messages: [],
  pending: [],
  history: 'none',
  hasMore: false,
  loadingOlder: false,
  readUpTo: null,
  unread: 0,
  recipient: null,
  draft: '',
};

export const useChat = create<ChatState>()(() => initialChat);
