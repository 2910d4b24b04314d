/** Timers by name: an owner replaces one, or stops them all when it ends. */
export class Timers<Name extends string | number> {
  readonly #running = new Map<Name, ReturnType<typeof setTimeout>>();

  /** Calls back once after `ms`; replaces a timer of the same name. */
  set(name: Name, ms: number, callback: () => void): void {
    this.clear(name);
    this.#running.set(
      name,
      setTimeout(() => {
        this.#running.delete(name);
        callback();
      }, ms),
    );
  }

  has(name: Name): boolean {
    return this.#running.has(name);
  }

  clear(name: Name): void {
    clearTimeout(this.#running.get(name));
    this.#running.delete(name);
  }

  clearAll(): void {
    for (const name of [...this.#running.keys()]) this.clear(name);
  }
}
