import { cleanChatText, countChars, MAX_CHAT_CHARS } from '../lib/chat-text';
import { randomId } from '../lib/random-id';
import { Timers } from '../lib/timers';
import type {
  ChatMessage,
  ChatMessageId,
  ChatPage,
  ClientMessageId,
  MeetingId,
  ParticipantId,
  SendChatRequest,
} from '../protocol/protocol.gen';
import { SignalingError } from '../rtc/signaling';
import { type ChatState, initialChat, type PendingMessage, type Recipient } from '../stores/chat';
import type { SendRefusal } from './api';
import { countUnread, mergeMessages } from './chat-log';
import { readQueue, writeQueue } from './chat-queue';

/** Where the chat's state is written. */
export interface ChatStateSink {
  get(): ChatState;
  set(change: Partial<ChatState>): void;
}

/** The part of the signaling client that the chat needs. */
export interface ChatLink {
  readonly isUp: boolean;
  sendChat(message: SendChatRequest): Promise<ChatMessage>;
  editChat(id: ChatMessageId, text: string): Promise<ChatMessage>;
  deleteChat(id: ChatMessageId): Promise<ChatMessage>;
  chatHistory(before?: ChatMessageId): Promise<ChatPage>;
}

const RETRY = 3_000;
const MOST_PENDING = 100;

/**
 * Chat of one stay. It sends one message at a time, so that messages keep their order across lost
 * connections. Each message has an id, so the server keeps one copy if it is sent twice. When the
 * server sends the whole room (a first join, a restarted server, a long absence), the newest page
 * replaces the known messages, since edits and deletions may have been missed.
 */
export class Chat {
  readonly #meetingId: MeetingId;
  readonly #link: ChatLink;
  readonly #state: ChatStateSink;
  readonly #timers = new Timers<'send' | 'history'>();
  #selfId: ParticipantId | null = null;
  #closed = false;
  #sending = false;
  /** True if the newest page was loaded after the server last sent the whole room. */
  #loaded = false;
  #loading = false;
  /** Messages that arrived while the page was loading; the page may already have them. */
  #sinceJoined: ChatMessage[] = [];

  constructor(meetingId: MeetingId, link: ChatLink, state: ChatStateSink) {
    this.#meetingId = meetingId;
    this.#link = link;
    this.#state = state;
    const { draft, recipient, setAside } = state.get();
    state.set({ ...initialChat, draft, recipient, setAside, pending: readQueue(meetingId) });
  }

  /** Joined: the server sent the whole room. */
  handleJoined(selfId: ParticipantId): void {
    this.#selfId = selfId;
    this.#loaded = false;
    this.#sinceJoined = [];
    void this.#loadNewest();
  }

  /** The client resumed; missed events follow. */
  handleResumed(): void {
    if (this.#loaded) this.#pump();
    else void this.#loadNewest();
  }

  handleDown(): void {
    this.#timers.clearAll();
    this.#setPending((pending) =>
      pending.map((one) =>
        one.state.kind === 'failed'
          ? one
          : { ...one, state: { kind: 'queued', reason: 'offline' } as const },
      ),
    );
  }

  handleMessage(message: ChatMessage): void {
    if (!this.#loaded) this.#sinceJoined.push(message);
    const { readUpTo } = this.#state.get();
    // The first event is news; a page would be history.
    if (readUpTo === null) this.#state.set({ readUpTo: message.id - 1 });
    this.#take([message]);
  }

  /** Queues a message and sends it as soon as possible; returns null on success. */
  send(text: string, to: Recipient | null): SendRefusal | null {
    const clean = cleanChatText(text);
    if (clean === '') return 'empty';
    if (countChars(clean) > MAX_CHAT_CHARS) return 'too_long';
    const { pending } = this.#state.get();
    if (pending.length >= MOST_PENDING) return 'queue_full';
    const message: PendingMessage = {
      clientId: randomId(),
      text: clean,
      to,
      writtenAt: Date.now(),
      sentAs: null,
      state: this.#link.isUp ? { kind: 'sending' } : { kind: 'queued', reason: 'offline' },
    };
    this.#setPending(() => [...pending, message]);
    this.#pump();
    return null;
  }

  /** Sends a failed message again, after those already queued. */
  retry(clientId: ClientMessageId): void {
    this.#setPending((pending) => {
      const again = pending.filter((one) => one.clientId === clientId);
      return [
        ...pending.filter((one) => one.clientId !== clientId),
        ...again.map((one) => ({ ...one, state: { kind: 'sending' } as const })),
      ];
    });
    this.#pump();
  }

  /** Discards a failed message. */
  discard(clientId: ClientMessageId): void {
    this.#setPending((pending) => pending.filter((one) => one.clientId !== clientId));
  }

  async edit(id: ChatMessageId, text: string): Promise<void> {
    this.#take([await this.#link.editChat(id, cleanChatText(text))]);
  }

  async delete(id: ChatMessageId): Promise<void> {
    this.#take([await this.#link.deleteChat(id)]);
  }

  async loadOlder(): Promise<void> {
    const { messages, hasMore, loadingOlder } = this.#state.get();
    const before = messages[0]?.id;
    if (!this.#loaded || !hasMore || loadingOlder || before === undefined) return;
    this.#state.set({ loadingOlder: true });
    try {
      const page = await this.#link.chatHistory(before);
      // The room may have been sent whole meanwhile: this page would leave a gap.
      if (this.#closed || this.#state.get().messages[0]?.id !== before) return;
      this.#state.set({ hasMore: page.has_more });
      this.#take(page.messages, 'older');
    } catch {
      // Scrolling up again asks again.
    } finally {
      if (!this.#closed) this.#state.set({ loadingOlder: false });
    }
  }

  /** The person has read everything. */
  markRead(): void {
    const { messages, readUpTo, unread } = this.#state.get();
    const last = messages.at(-1)?.id;
    if (last === undefined || (readUpTo === last && unread === 0)) return;
    this.#state.set({ readUpTo: last, unread: 0 });
  }

  close(): void {
    this.#closed = true;
    this.#timers.clearAll();
  }

  async #loadNewest(): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    const { history } = this.#state.get();
    if (history !== 'ready') this.#state.set({ history: 'loading' });
    try {
      const page = await this.#link.chatHistory();
      if (this.#closed) return;
      this.#loaded = true;
      this.#state.set({ messages: page.messages, hasMore: page.has_more, history: 'ready' });
      const { readUpTo } = this.#state.get();
      if (readUpTo === null) this.#state.set({ readUpTo: page.messages.at(-1)?.id ?? 0 });
      this.#take([...page.messages, ...this.#sinceJoined]);
      this.#sinceJoined = [];
      this.#pump();
    } catch (error) {
      if (this.#closed || isDisconnected(error)) return;
      if (this.#state.get().history !== 'ready') this.#state.set({ history: 'failed' });
      this.#timers.set('history', RETRY, () => void this.#loadNewest());
      // New messages can be sent even if old ones cannot be loaded.
      this.#pump();
    } finally {
      this.#loading = false;
      // The room was sent whole while an older page was loading.
      if (!this.#closed && !this.#loaded && this.#link.isUp && !this.#timers.has('history')) {
        this.#timers.set('history', 0, () => void this.#loadNewest());
      }
    }
  }

  /** Sends the oldest queued message; its acknowledgement sends the next. */
  #pump(): void {
    if (this.#closed || this.#sending || !this.#link.isUp || this.#timers.has('send')) return;
    // Until the page is loaded, a message of an earlier presence could be sent as a new person's.
    if (!this.#loaded && this.#state.get().history !== 'failed') return;
    const next = this.#state.get().pending.find(({ state }) => state.kind !== 'failed');
    if (!next) return;
    this.#sending = true;
    this.#setPending((pending) =>
      pending.map((one) => {
        if (one.state.kind === 'failed') return one;
        const sentAs = one === next ? this.#selfId : one.sentAs;
        return { ...one, sentAs, state: { kind: 'sending' } as const };
      }),
    );
    const { clientId, text, to } = next;
    this.#link.sendChat({ client_id: clientId, text, ...(to && { to: to.id }) }).then(
      (message) => {
        this.#sending = false;
        if (this.#closed) return;
        this.#take([message]);
        // Any answer settles the message.
        this.discard(clientId);
        this.#pump();
      },
      (error: unknown) => {
        this.#sending = false;
        if (!this.#closed) this.#handleRefused(clientId, error);
      },
    );
  }

  #handleRefused(clientId: ClientMessageId, error: unknown): void {
    if (isDisconnected(error)) {
      // Sent again after the reconnect, which may have happened already.
      this.#setState(clientId, { kind: 'queued', reason: 'offline' });
      this.#pump();
      return;
    }
    const code = error instanceof SignalingError ? error.code : 'internal';
    if (code === 'storage_unavailable' || code === 'internal' || code === 'rate_limited') {
      this.#setState(clientId, { kind: 'queued', reason: 'storage' });
      this.#timers.set('send', RETRY, () => this.#pump());
      return;
    }
    const reason = code === 'participant_not_found' ? 'recipient_gone' : 'refused';
    this.#setState(clientId, { kind: 'failed', reason });
    this.#pump();
  }

  #take(news: readonly ChatMessage[], which: 'new' | 'older' = 'new'): void {
    const { messages: known, hasMore, pending, readUpTo } = this.#state.get();
    const first = known[0]?.id ?? 0;
    // A change of a message that is not loaded would leave a gap behind it.
    const near = which === 'older' || !hasMore ? news : news.filter(({ id }) => id >= first);
    const messages = mergeMessages(known, near);
    const kept = (one: PendingMessage): boolean =>
      news.some(
        ({ client_id, from }) =>
          client_id === one.clientId && (from === this.#selfId || from === one.sentAs),
      );
    this.#state.set({ messages, unread: countUnread(messages, readUpTo, this.#selfId) });
    if (pending.some(kept)) this.#setPending((all) => all.filter((one) => !kept(one)));
  }

  #setState(clientId: ClientMessageId, state: PendingMessage['state']): void {
    this.#setPending((pending) =>
      pending.map((one) => (one.clientId === clientId ? { ...one, state } : one)),
    );
  }

  #setPending(change: (pending: PendingMessage[]) => PendingMessage[]): void {
    const before = this.#state.get().pending;
    const pending = change(before);
    if (pending.length === 0 && before.length === 0) return;
    this.#state.set({ pending });
    writeQueue(this.#meetingId, pending);
  }
}

function isDisconnected(error: unknown): boolean {
  return error instanceof SignalingError && error.code === 'disconnected';
}
