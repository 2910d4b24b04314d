import { bestOffset, hasJumped, type TimeSample, withSample } from '../lib/time-samples';
import { Timers } from '../lib/timers';

const EVERY = 60_000;
/** First check in ms after joining, since the join's own measurement may be slow. */
const AT_FIRST = [0, 1_500, 4_000];
const WATCH = 1_000;

/** Measures the offset of the server's clock, again and again. */
export class ServerClock {
  readonly #ask: () => Promise<TimeSample>;
  readonly #tell: (offset: number) => void;
  readonly #timers = new Timers<'next' | 'watch' | number>();
  #samples: TimeSample[] = [];
  #looked = looks();
  #closed = false;

  /** `ask` samples the server's clock; `tell` receives the offset. */
  constructor(ask: () => Promise<TimeSample>, tell: (offset: number) => void) {
    this.#ask = ask;
    this.#tell = tell;
  }

  /** A connection is up, with this first measurement. */
  handleUp(sample: TimeSample): void {
    if (this.#closed) return;
    this.#take(sample);
    for (const [index, ms] of AT_FIRST.entries()) {
      this.#timers.set(index, ms, () => void this.#measure());
    }
    this.#timers.set('next', EVERY, () => this.#goOn());
    this.#looked = looks();
    this.#watch();
  }

  /** The page is visible again, perhaps after a sleep of the device. */
  handleVisible(): void {
    if (this.#timers.has('next')) void this.#measure();
  }

  close(): void {
    this.#closed = true;
    this.#timers.clearAll();
  }

  #goOn(): void {
    void this.#measure();
    this.#timers.set('next', EVERY, () => this.#goOn());
  }

  /** Drops samples from before this device's clock was set. */
  #watch(): void {
    this.#timers.set('watch', WATCH, () => {
      const before = this.#looked;
      this.#looked = looks();
      if (hasJumped(before, this.#looked)) {
        this.#samples = [];
        void this.#measure();
      }
      this.#watch();
    });
  }

  async #measure(): Promise<void> {
    try {
      const before = looks();
      const sample = await this.#ask();
      // The clock was set while the answer was on its way: the sample is useless.
      if (!this.#closed && !hasJumped(before, looks())) this.#take(sample);
    } catch {
      // No connection: the next one measures.
    }
  }

  #take(sample: TimeSample): void {
    this.#samples = withSample(this.#samples, sample);
    const offset = bestOffset(this.#samples);
    if (offset !== null) this.#tell(offset);
  }
}

function looks(): { wall: number; steady: number } {
  return { wall: Date.now(), steady: performance.now() };
}
