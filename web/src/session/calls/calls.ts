import { updatePreferences } from '../../lib/preferences';
import type { CallId, Party, PersonId, WhoMayCall } from '../../rtc/protocol.gen';
import type { CallProblem, CallsSession, DirectRefusal } from './api';
import type { CallsDeps } from './deps';
import type { CallsSink } from './history';
import { Line } from './line';
import { settle } from './problem';

/** Calls of this page: what a person can do; while the page is open, a line does it. */
export class Calls implements CallsSession {
  readonly #deps: CallsDeps;
  readonly #sink: CallsSink;
  readonly #watching = new Set<() => void>();
  #line: Line | null = null;

  constructor(deps: CallsDeps) {
    this.#deps = deps;
    this.#sink = deps.sink;
  }

  open(): void {
    if (this.#line) return;
    this.#sink.set({ line: 'connecting' });
    this.#line = new Line(this.#deps, () => {
      for (const listener of [...this.#watching]) listener();
    });
  }

  close(): void {
    const line = this.#line;
    this.#line = null;
    line?.close();
  }

  rename(name: string): Promise<CallProblem | null> {
    updatePreferences({ name });
    const { me } = this.#sink.get();
    if (!me) return Promise.resolve(null);
    return this.#with(async (line) => {
      await line.client.ask('set_profile', { name }, true);
      const now = this.#sink.get().me;
      if (now) this.#sink.set({ me: { ...now, name } });
    });
  }

  setWhoMayCall(who: WhoMayCall): Promise<CallProblem | null> {
    return this.#with(async (line) => {
      await line.client.ask('set_profile', { who_may_call: who });
      this.#sink.set({ whoMayCall: who });
    });
  }

  block(person: PersonId): Promise<CallProblem | null> {
    return this.#with(async (line) => {
      const party = await line.client.ask('block', { person_id: person });
      const others = this.#sink.get().blocked.filter(({ id }) => id !== person);
      this.#sink.set({ blocked: [...others, party] });
    });
  }

  unblock(person: PersonId): Promise<CallProblem | null> {
    return this.#with(async (line) => {
      await line.client.ask('unblock', { person_id: person });
      this.#sink.set({ blocked: this.#sink.get().blocked.filter(({ id }) => id !== person) });
    });
  }

  call(to: PersonId, video: boolean): Promise<CallProblem | null> {
    return this.#with((line) => line.call(to, video));
  }

  answer(call: CallId): Promise<CallProblem | null> {
    return this.#with((line) => line.answer(call));
  }

  decline(call: CallId): void {
    this.#line?.decline(call);
  }

  picture(call: CallId): MediaStreamTrack | null {
    return this.#line?.picture(call) ?? null;
  }

  subscribePictures(listener: () => void): () => void {
    const own = (): void => listener();
    this.#watching.add(own);
    return () => this.#watching.delete(own);
  }

  cancel(call: CallId): void {
    this.#line?.end(call);
  }

  hangUp(): void {
    this.#line?.hangUp();
  }

  dismiss(call: CallId): void {
    this.#line?.dismiss(call);
  }

  async loadHistory(): Promise<void> {
    await this.#line?.history.load();
  }

  async loadOlder(): Promise<void> {
    await this.#line?.history.loadOlder();
  }

  async deleteCall(call: CallId): Promise<CallProblem | null> {
    return this.#line ? this.#line.history.delete(call) : 'offline';
  }

  clearMissed(): void {
    if (this.#sink.get().missed === 0) return;
    this.#sink.set({ missed: 0 });
    this.#line?.client.ask('clear_missed', {}, true).catch(() => {});
  }

  async openDirect(person: Party): Promise<void> {
    await this.#line?.direct.open(person);
  }

  closeDirect(): void {
    this.#line?.direct.close();
  }

  async loadOlderDirect(): Promise<void> {
    await this.#line?.direct.loadOlder();
  }

  sendDirect(to: PersonId, text: string): DirectRefusal | null {
    return this.#line?.direct.send(to, text) ?? null;
  }

  retryDirect(to: PersonId, clientId: string): void {
    this.#line?.direct.retry(to, clientId);
  }

  discardDirect(to: PersonId, clientId: string): void {
    this.#line?.direct.discard(to, clientId);
  }

  deleteConversation(person: PersonId): Promise<CallProblem | null> {
    return this.#with((line) => line.direct.delete(person));
  }

  markRead(): void {
    this.#line?.direct.markRead();
  }

  async #with(act: (line: Line) => Promise<unknown>): Promise<CallProblem | null> {
    return this.#line ? settle(act(this.#line)) : 'offline';
  }
}
