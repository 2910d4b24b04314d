import { Timers } from '../lib/timers';
import type { ParticipantId, Reaction } from '../protocol/protocol.gen';
import type { ShownReaction } from '../stores/reactions';

/** Where the floating reactions are written. */
export interface ReactionSink {
  get(): { shown: ShownReaction[] };
  set(change: { shown: ShownReaction[] }): void;
}

/** Length of the animation in ms. */
const SHOWN_FOR = 4_000;
/** Age in ms from which an arriving reaction is too old to show. */
const FRESH_FOR = 5_000;
const MOST = 60;

/** Reactions that float over the tiles for some seconds each. */
export class Reactions {
  readonly #sink: ReactionSink;
  readonly #timers = new Timers<number>();
  #lastKey = 0;

  constructor(sink: ReactionSink) {
    this.#sink = sink;
  }

  /** `age`: how old the reaction is by the server's clock, in ms. */
  show(from: ParticipantId, reaction: Reaction, age: number): void {
    if (age > FRESH_FOR) return;
    this.#lastKey += 1;
    const key = this.#lastKey;
    const shown = [...this.#sink.get().shown, { key, from, reaction }];
    this.#sink.set({ shown: shown.slice(-MOST) });
    this.#timers.set(key, SHOWN_FOR, () => {
      this.#sink.set({ shown: this.#sink.get().shown.filter((one) => one.key !== key) });
    });
  }

  close(): void {
    this.#timers.clearAll();
    this.#sink.set({ shown: [] });
  }
}
