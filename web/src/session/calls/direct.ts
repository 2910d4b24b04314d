import { cleanChatText, countChars, MAX_CHAT_CHARS } from '../../lib/chat-text';
import { randomId } from '../../lib/random-id';
import type {
  DirectMessage,
  DirectMessageKept,
  Party,
  PersonId,
} from '../../protocol/protocol.gen';
import type { CallsClient } from '../../rtc/calls-client';
import { SignalingError } from '../../rtc/request-queue';
import type { DirectChat, PendingDirect } from '../../stores/calls';
import type { DirectRefusal } from './api';
import type { CallsSink } from './history';

const MOST_PENDING = 50;

/**
 * Direct messages outside of calls. Each message has an id, so the server keeps one copy if it is
 * sent twice. Messages to one person are sent one after the other.
 */
export class Direct {
  readonly #client: CallsClient;
  readonly #sink: CallsSink;
  readonly #sending = new Set<PersonId>();

  constructor(client: CallsClient, sink: CallsSink) {
    this.#client = client;
    this.#sink = sink;
  }

  async open(person: Party): Promise<void> {
    this.#sink.set({
      direct: { with: person, messages: [], hasMore: false, status: 'loading' },
    });
    await this.#loadNewest();
  }

  close(): void {
    this.#sink.set({ direct: null });
  }

  /** Signed in, perhaps after a lost connection. */
  handleUp(): void {
    for (const person of Object.keys(this.#sink.get().pending)) {
      this.#change(person, (one) =>
        one.state === 'sending' ? { ...one, state: 'queued' as const } : one,
      );
      void this.#pump(person);
    }
    if (this.#sink.get().direct) void this.#loadNewest();
  }

  handleMessage({ with: party, message }: DirectMessageKept): void {
    const { direct, unread, me } = this.#sink.get();
    const open = direct?.with.id === party.id;
    if (open) this.#take([message]);
    if (message.from === me?.id) {
      this.#forget(party.id, message.client_id);
      return;
    }
    const before = unread.find((one) => one.party.id === party.id);
    const others = unread.filter((one) => one.party.id !== party.id);
    this.#sink.set({ unread: [{ party, count: (before?.count ?? 0) + 1 }, ...others] });
  }

  markRead(): void {
    const { direct, unread } = this.#sink.get();
    const last = direct?.messages.at(-1);
    if (!direct || !last || !unread.some(({ party }) => party.id === direct.with.id)) return;
    this.#sink.set({ unread: unread.filter(({ party }) => party.id !== direct.with.id) });
    this.#client.ask('mark_read', { with: direct.with.id, id: last.id }, true).catch(() => {});
  }

  async loadOlder(): Promise<void> {
    const { direct } = this.#sink.get();
    const first = direct?.messages[0];
    if (!direct || !first || !direct.hasMore) return;
    try {
      const page = await this.#client.ask('direct_history', {
        with: direct.with.id,
        before: first.id,
      });
      if (this.#sink.get().direct?.with.id !== direct.with.id) return;
      this.#take(page.messages);
      this.#set({ hasMore: page.has_more });
    } catch {
      // The person can press the button again.
    }
  }

  async delete(person: PersonId): Promise<void> {
    await this.#client.ask('delete_conversation', { person_id: person });
    const { direct, unread } = this.#sink.get();
    this.#sink.set({ unread: unread.filter(({ party }) => party.id !== person) });
    if (direct?.with.id === person) this.#set({ messages: [], hasMore: false });
  }

  send(to: PersonId, text: string): DirectRefusal | null {
    const clean = cleanChatText(text);
    if (clean === '') return 'empty';
    if (countChars(clean) > MAX_CHAT_CHARS) return 'too_long';
    const queue = this.#sink.get().pending[to] ?? [];
    if (queue.length >= MOST_PENDING) return 'queue_full';
    const message: PendingDirect = {
      clientId: randomId(),
      text: clean,
      writtenAt: Date.now(),
      state: 'queued',
    };
    this.#setQueue(to, [...queue, message]);
    void this.#pump(to);
    return null;
  }

  retry(to: PersonId, clientId: string): void {
    this.#change(to, (one) =>
      one.clientId === clientId ? { ...one, state: 'queued' as const } : one,
    );
    void this.#pump(to);
  }

  discard(to: PersonId, clientId: string): void {
    this.#forget(to, clientId);
  }

  async #pump(to: PersonId): Promise<void> {
    if (this.#sending.has(to) || !this.#client.isUp) return;
    const next = this.#sink.get().pending[to]?.find(({ state }) => state === 'queued');
    if (!next) return;
    this.#sending.add(to);
    const { clientId, text } = next;
    this.#setState(to, clientId, 'sending');
    try {
      const message = await this.#client.ask('send_direct', { to, client_id: clientId, text });
      if (this.#sink.get().direct?.with.id === to) this.#take([message]);
      this.#forget(to, clientId);
    } catch (error) {
      const code = error instanceof SignalingError ? error.code : 'internal';
      if (code === 'disconnected') this.#setState(to, clientId, 'queued');
      else this.#setState(to, clientId, code === 'rate_limited' ? 'limited' : 'refused');
    }
    this.#sending.delete(to);
    void this.#pump(to);
  }

  async #loadNewest(): Promise<void> {
    const { direct } = this.#sink.get();
    if (!direct) return;
    const person = direct.with.id;
    try {
      const page = await this.#client.ask('direct_history', { with: person });
      if (this.#sink.get().direct?.with.id !== person) return;
      this.#set({ messages: page.messages, hasMore: page.has_more, status: 'ready' });
    } catch {
      if (this.#sink.get().direct?.with.id === person && direct.messages.length === 0) {
        this.#set({ status: 'failed' });
      }
    }
  }

  #take(news: readonly DirectMessage[]): void {
    const { direct } = this.#sink.get();
    if (!direct) return;
    const ids = new Set(news.map(({ id }) => id));
    const known = direct.messages.filter(({ id }) => !ids.has(id));
    this.#set({ messages: [...known, ...news].sort((a, b) => a.id - b.id) });
  }

  #set(change: Partial<DirectChat>): void {
    const { direct } = this.#sink.get();
    if (direct) this.#sink.set({ direct: { ...direct, ...change } });
  }

  #forget(to: PersonId, clientId: string): void {
    const queue = this.#sink.get().pending[to] ?? [];
    this.#setQueue(
      to,
      queue.filter((one) => one.clientId !== clientId),
    );
  }

  #setState(to: PersonId, clientId: string, state: PendingDirect['state']): void {
    this.#change(to, (one) => (one.clientId === clientId ? { ...one, state } : one));
  }

  #change(to: PersonId, change: (one: PendingDirect) => PendingDirect): void {
    this.#setQueue(to, (this.#sink.get().pending[to] ?? []).map(change));
  }

  #setQueue(to: PersonId, queue: PendingDirect[]): void {
    const { [to]: _, ...others } = this.#sink.get().pending;
    this.#sink.set({ pending: queue.length === 0 ? others : { ...others, [to]: queue } });
  }
}
