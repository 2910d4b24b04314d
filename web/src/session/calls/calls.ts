import { updatePreferences } from '../../lib/preferences';
import type { CallId, Party, PersonId, WhoMayCall } from '../../protocol/protocol.gen';
import type { CallProblem, CallsSession, DirectRefusal } from './api';
import { CallController } from './call-controller';
import type { CallsDeps } from './deps';
import type { CallsSink } from './history';
import { settle } from './problem';

/**
 * Calls of this page as the interface uses them. While the page is open, a `CallController` does
 * the work.
 */
export class Calls implements CallsSession {
  readonly #deps: CallsDeps;
  readonly #sink: CallsSink;
  readonly #watching = new Set<() => void>();
  #controller: CallController | null = null;

  constructor(deps: CallsDeps) {
    this.#deps = deps;
    this.#sink = deps.sink;
  }

  open(): void {
    if (this.#controller) return;
    this.#sink.set({ line: 'connecting' });
    this.#controller = new CallController(this.#deps, () => {
      for (const listener of [...this.#watching]) listener();
    });
  }

  close(): void {
    const controller = this.#controller;
    this.#controller = null;
    controller?.close();
  }

  rename(name: string): Promise<CallProblem | null> {
    updatePreferences({ name });
    const { me } = this.#sink.get();
    if (!me) return Promise.resolve(null);
    return this.#with(async (controller) => {
      await controller.client.ask('set_profile', { name }, true);
      const now = this.#sink.get().me;
      if (now) this.#sink.set({ me: { ...now, name } });
    });
  }

  setWhoMayCall(who: WhoMayCall): Promise<CallProblem | null> {
    return this.#with(async (controller) => {
      await controller.client.ask('set_profile', { who_may_call: who });
      this.#sink.set({ whoMayCall: who });
    });
  }

  block(person: PersonId): Promise<CallProblem | null> {
    return this.#with(async (controller) => {
      const party = await controller.client.ask('block', { person_id: person });
      const others = this.#sink.get().blocked.filter(({ id }) => id !== person);
      this.#sink.set({ blocked: [...others, party] });
    });
  }

  unblock(person: PersonId): Promise<CallProblem | null> {
    return this.#with(async (controller) => {
      await controller.client.ask('unblock', { person_id: person });
      this.#sink.set({ blocked: this.#sink.get().blocked.filter(({ id }) => id !== person) });
    });
  }

  call(to: PersonId, video: boolean): Promise<CallProblem | null> {
    return this.#with((controller) => controller.call(to, video));
  }

  answer(call: CallId, video = true): Promise<CallProblem | null> {
    return this.#with((controller) => controller.answer(call, video));
  }

  decline(call: CallId): void {
    this.#controller?.decline(call);
  }

  picture(call: CallId): MediaStreamTrack | null {
    return this.#controller?.picture(call) ?? null;
  }

  subscribePictures(listener: () => void): () => void {
    const own = (): void => listener();
    this.#watching.add(own);
    return () => this.#watching.delete(own);
  }

  cancel(call: CallId): void {
    this.#controller?.end(call);
  }

  hangUp(): void {
    this.#controller?.hangUp();
  }

  dismiss(call: CallId): void {
    this.#controller?.dismiss(call);
  }

  async loadHistory(): Promise<void> {
    await this.#controller?.history.load();
  }

  async loadOlder(): Promise<void> {
    await this.#controller?.history.loadOlder();
  }

  async deleteCall(call: CallId): Promise<CallProblem | null> {
    return this.#controller ? this.#controller.history.delete(call) : 'offline';
  }

  clearMissed(): void {
    if (this.#sink.get().missed === 0) return;
    this.#sink.set({ missed: 0 });
    this.#controller?.client.ask('clear_missed', {}, true).catch(() => {});
  }

  async openDirect(person: Party): Promise<void> {
    await this.#controller?.direct.open(person);
  }

  closeDirect(): void {
    this.#controller?.direct.close();
  }

  async loadOlderDirect(): Promise<void> {
    await this.#controller?.direct.loadOlder();
  }

  sendDirect(to: PersonId, text: string): DirectRefusal | null {
    return this.#controller?.direct.send(to, text) ?? null;
  }

  retryDirect(to: PersonId, clientId: string): void {
    this.#controller?.direct.retry(to, clientId);
  }

  discardDirect(to: PersonId, clientId: string): void {
    this.#controller?.direct.discard(to, clientId);
  }

  deleteConversation(person: PersonId): Promise<CallProblem | null> {
    return this.#with((controller) => controller.direct.delete(person));
  }

  markRead(): void {
    this.#controller?.direct.markRead();
  }

  async #with(act: (controller: CallController) => Promise<unknown>): Promise<CallProblem | null> {
    return this.#controller ? settle(act(this.#controller)) : 'offline';
  }
}
