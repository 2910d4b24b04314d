import { Timers } from '../lib/timers';
import type { ParticipantId, Reaction } from '../rtc/protocol.gen';
import type { ShownReaction } from '../stores/reactions';

/** Where the reactions that float now are written. */
export interface ReactionSink {
  get(): { shown: ShownReaction[] };
  set(change: { shown: ShownReaction[] }): void;
}

/** As long as the animation takes. */
const SHOWN_FOR = 4_000;
/** What is older when it arrives was for a moment that has passed. */
const FRESH_FOR = 5_000;
const MOST = 60;

/** The reactions that float over the tiles, each for some seconds. */
export class Reactions {
  readonly #sink: ReactionSink;
  readonly #timers = new Timers<number>();
  #lastKey = 0;

  constructor(sink: ReactionSink) {
    this.#sink = sink;
  }

  /** `age` is how long ago it was, by the server's clock. */
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
