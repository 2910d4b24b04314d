import type { CallId, CallRecord } from '../../protocol/protocol.gen';
import type { CallsClient } from '../../rtc/calls-client';
import type { CallsState } from '../../stores/calls';
import type { CallProblem } from './api';
import { settle } from './problem';

export interface CallsSink {
  get(): CallsState;
  set(change: Partial<CallsState>): void;
}

const PAGE = 30;

/** Past calls, newest first. */
export class History {
  readonly #client: CallsClient;
  readonly #sink: CallsSink;
  #loading = false;
  #again = false;

  constructor(client: CallsClient, sink: CallsSink) {
    this.#client = client;
    this.#sink = sink;
  }

  /** Loads the newest page, and as many more as were shown before. */
  async load(): Promise<void> {
    if (this.#loading) {
      this.#again = true;
      return;
    }
    this.#loading = true;
    const { history } = this.#sink.get();
    if (history.status === 'none') this.#set({ status: 'loading' });
    try {
      const limit = Math.min(100, Math.max(PAGE, history.calls.length));
      const { calls, has_more } = await this.#client.ask('call_history', { limit });
      this.#sink.set({ history: { calls, hasMore: has_more, status: 'ready' } });
    } catch {
      // Without a connection the old list stays; the next sign-in loads it again.
      if (this.#sink.get().history.calls.length === 0) this.#set({ status: 'failed' });
    }
    this.#loading = false;
    if (!this.#again) return;
    this.#again = false;
    await this.load();
  }

  async loadOlder(): Promise<void> {
    const { calls: known, hasMore } = this.#sink.get().history;
    const last = known.at(-1);
    if (!last || !hasMore || this.#loading) return;
    this.#loading = true;
    try {
      const before = { called_at: last.called_at, id: last.id };
      const { calls, has_more } = await this.#client.ask('call_history', { before, limit: PAGE });
      const now = this.#sink.get().history.calls;
      const ids = new Set(now.map(({ id }) => id));
      const older = calls.filter(({ id }) => !ids.has(id));
      this.#set({ calls: [...now, ...older], hasMore: has_more });
    } catch {
      // The person can press the button again.
    }
    this.#loading = false;
  }

  /** A call ended: adds it at the top, or updates it in place. */
  handleEnded(record: CallRecord): void {
    const { calls, status } = this.#sink.get().history;
    if (status !== 'ready') return;
    const others = calls.filter(({ id }) => id !== record.id);
    const now = [...others, record].sort((a, b) => b.called_at - a.called_at);
    this.#set({ calls: now });
  }

  async delete(call: CallId): Promise<CallProblem | null> {
    const problem = await settle(this.#client.ask('delete_call', { call_id: call }));
    if (problem === null) {
      this.#set({ calls: this.#sink.get().history.calls.filter(({ id }) => id !== call) });
    }
    return problem;
  }

  #set(change: Partial<CallsState['history']>): void {
    this.#sink.set({ history: { ...this.#sink.get().history, ...change } });
  }
}
