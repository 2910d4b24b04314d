/** Without sound for so long, time is taken from the clock on the wall. */
const STALLED = 1_000;
/** A longer gap is not filled: the device slept, and nothing was there to be recorded. */
const SLEPT = 5_000;

/**
 * The time of a recording, counted in the frames of sound that are in it. Sound comes without gaps, and
 * pictures get the time of the sound beside them: so the two stay together however irregular the
 * pictures are, and a pause leaves no hole.
 */
export class RecordingTimeline {
  readonly #sampleRate: number;
  #frames = 0;
  #paused = false;
  #lastAt: number;

  /** Times of the wall are in ms, from any origin. */
  constructor(sampleRate: number, now: number) {
    this.#sampleRate = sampleRate;
    this.#lastAt = now;
  }

  /** How much is recorded, in seconds. */
  get seconds(): number {
    return this.#frames / this.#sampleRate;
  }

  get paused(): boolean {
    return this.#paused;
  }

  pause(): void {
    this.#paused = true;
  }

  resume(now: number): void {
    this.#paused = false;
    this.#lastAt = now;
  }

  /** Sound has come: where it begins, in seconds, or null if it is not to be recorded. */
  handleSound(frames: number, now: number): number | null {
    this.#lastAt = now;
    if (this.#paused) return null;
    const from = this.seconds;
    this.#frames += frames;
    return from;
  }

  /**
   * How many frames of silence are due because no sound comes, as when the system takes the output away;
   * mostly none. To be handed to {@link handleSound} like sound.
   */
  pollSilence(now: number): number {
    const since = now - this.#lastAt;
    if (this.#paused || since < STALLED) return 0;
    if (since > SLEPT) {
      this.#lastAt = now;
      return 0;
    }
    return Math.round((since / 1000) * this.#sampleRate);
  }
}
