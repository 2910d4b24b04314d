/** Actions put off for a moment, by key. */
export class Deferred<Key> {
  readonly #waiting = new Map<Key, { act: () => void; timer: ReturnType<typeof setTimeout> }>();

  defer(key: Key, ms: number, act: () => void): void {
    this.flush(key);
    this.#waiting.set(key, { act, timer: setTimeout(() => this.flush(key), ms) });
  }

  /** Runs the action as soon as the present task has ended. */
  hasten(key: Key): void {
    const waiting = this.#waiting.get(key);
    if (waiting) this.defer(key, 0, this.#take(key, waiting));
  }

  /** Runs the action now, before anything that follows. */
  flush(key: Key): void {
    const waiting = this.#waiting.get(key);
    if (waiting) this.#take(key, waiting)();
  }

  clear(): void {
    for (const { timer } of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
  }

  #take(key: Key, { act, timer }: { act: () => void; timer: ReturnType<typeof setTimeout> }) {
    clearTimeout(timer);
    this.#waiting.delete(key);
    return act;
  }
}
