/** After this long without sound, in ms, the wall clock gives the time. */
const STALLED = 1_000;
/** Longest gap that is filled, in ms: in a longer one the device slept. */
const SLEPT = 5_000;

/**
 * Time of a recording, counted in recorded frames of sound. Sound has no gaps, and each picture
 * gets the time of its sound. Both stay together however irregular the pictures are, and a pause
 * leaves no hole.
 */
export class RecordingTimeline {
  readonly #sampleRate: number;
  #frames = 0;
  #paused = false;
  #silent = false;
  #lastAt: number;

  /** Wall-clock times are in ms, from any origin. */
  constructor(sampleRate: number, now: number) {
    this.#sampleRate = sampleRate;
    this.#lastAt = now;
  }

  /** Recorded time in seconds. */
  get seconds(): number {
    return this.#frames / this.#sampleRate;
  }

  get paused(): boolean {
    return this.#paused;
  }

  /** True while no sound arrives and the wall clock gives the time. */
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

  /** Takes a block of sound. Returns its start in seconds; null if it is not recorded. */
  handleSound(frames: number, now: number): number | null {
    this.#silent = false;
    return this.#take(frames, now);
  }

  /**
   * Silence to insert while no sound arrives, as after the system took the output away: its start
   * and its number of frames, mostly none. Call it for every picture.
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
