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
  #silent = false;
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

  /** Whether no sound comes, and time is taken from the clock on the wall. */
  get silent(): boolean {
    return this.#silent;
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
    this.#silent = false;
    return this.#take(frames, now);
  }

  /**
   * What silence is due because no sound comes, as when the system takes the output away: where it begins and how
   * many frames; mostly none. To be asked for as often as there are to be pictures meanwhile.
   */
  takeSilence(now: number): { at: number; frames: number } | null {
    const since = now - this.#lastAt;
    if (this.#paused || (!this.#silent && since < STALLED)) return null;
    this.#silent = true;
    const frames = since > SLEPT ? 0 : Math.round((since / 1000) * this.#sampleRate);
    const at = this.#take(frames, now);
    return at === null || frames === 0 ? null : { at, frames };
  }

  #take(frames: number, now: number): number | null {
    this.#lastAt = now;
    if (this.#paused) return null;
    const from = this.seconds;
    this.#frames += frames;
    return from;
  }
}
