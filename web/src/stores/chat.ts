import { create } from 'zustand';

import type {
  ChatMessage,
  ChatMessageId,
  ClientMessageId,
  ParticipantId,
} from '../protocol/protocol.gen';

/** Why an own message is not stored yet, or never will be. */
export type PendingState =
  | { kind: 'sending' }
  /** Sent again automatically: on return, or once the server can store messages. */
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
  /** Participant id of the last attempt to send; differs after a return as a new participant. */
  sentAs: ParticipantId | null;
  state: PendingState;
}

/** Chat as this page sees it. Serialisable; the session writes it, the panel writes the draft. */
export interface ChatState {
  /** Messages by number, without gaps after the first. */
  messages: ChatMessage[];
  /** Unacknowledged messages in sending order. */
  pending: PendingMessage[];
  history: 'none' | 'loading' | 'ready' | 'failed';
  /** True if the server has older messages. */
  hasMore: boolean;
  loadingOlder: boolean;
  /** Number of the last message read; null before the chat is loaded. */
  readUpTo: ChatMessageId | null;
  /** Number of unread messages from others. */
  unread: number;
  /** Recipient of the draft; null for everyone. */
  recipient: Recipient | null;
  draft: string;
  /** Drafts for other recipients, by the recipient's id; empty for everyone. */
  setAside: Readonly<Record<string, string>>;
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
  setAside: {},
};

export const useChat = create<ChatState>()(() => initialChat);
