type Listener<T> = (event: T) => void;

/** Typed events of a class. `on` returns the unsubscribe function. */
export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<Listener<never>>>();

  on<K extends keyof Events>(name: K, listener: Listener<Events[K]>): () => void {
    let set = this.#listeners.get(name);
    if (!set) {
      set = new Set();
      this.#listeners.set(name, set);
    }
    const own: Listener<Events[K]> = (event) => listener(event);
    set.add(own as Listener<never>);
    return () => set.delete(own as Listener<never>);
  }

  emit<K extends keyof Events>(name: K, event: Events[K]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) {
      (listener as Listener<Events[K]>)(event);
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}
