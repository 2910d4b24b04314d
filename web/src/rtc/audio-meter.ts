/** The last 10 ms or so, for how loud it is now. */
const NOW = 512;
/** The longest there is: more than half a second, so that nothing is missed between two looks. */
const HISTORY = 32_768;

/** Measures how loud a track is. One AudioContext, made when first asked and closed with it. */
export class AudioMeter {
  #context: AudioContext | null = null;
  #analyser: AnalyserNode | null = null;
  #source: MediaStreamAudioSourceNode | null = null;
  #track: MediaStreamTrack | null = null;
  readonly #samples = new Float32Array(HISTORY);
  /** By the context's clock: up to when `loudest` has looked. */
  #lookedUpTo = 0;

  /** From 0 to 1: the loudest of the last 10 ms or so. */
  level(track: MediaStreamTrack | null): number {
    if (!track?.enabled || !this.#isRunningWith(track)) return 0;
    return this.#peakOfLast(NOW);
  }

  /** From 0 to 1: the loudest since the last call; null where that cannot be told. */
  loudest(track: MediaStreamTrack | null): number | null {
    if (!track || !this.#isRunningWith(track) || !this.#context) return null;
    const { currentTime, sampleRate } = this.#context;
    const fresh = Math.round((currentTime - this.#lookedUpTo) * sampleRate);
    this.#lookedUpTo = currentTime;
    // The clock stands still: so does what could be heard.
    return fresh > 0 ? this.#peakOfLast(Math.min(fresh, HISTORY)) : null;
  }

  /** Lets go of a track that ends, or is not to be measured any more. */
  release(track: MediaStreamTrack): void {
    if (track !== this.#track) return;
    this.#source?.disconnect();
    this.#source = null;
    this.#track = null;
  }

  close(): void {
    this.#source?.disconnect();
    this.#context?.close().catch(() => {});
    this.#context = null;
    this.#analyser = null;
    this.#source = null;
    this.#track = null;
  }

  /** Until the page was used or captures, some browsers keep the context suspended. */
  #isRunningWith(track: MediaStreamTrack): boolean {
    if (track.readyState !== 'live') return false;
    if (track !== this.#track) this.#measure(track);
    if (this.#context?.state === 'suspended') this.#context.resume().catch(() => {});
    return this.#source !== null && this.#context?.state === 'running';
  }

  #peakOfLast(count: number): number {
    this.#analyser?.getFloatTimeDomainData(this.#samples);
    let peak = 0;
    // The newest are at the end.
    for (let i = HISTORY - count; i < HISTORY; i++) {
      peak = Math.max(peak, Math.abs(this.#samples[i] ?? 0));
    }
    return Math.min(1, peak);
  }

  #measure(track: MediaStreamTrack): void {
    this.#track = track;
    this.#source?.disconnect();
    try {
      this.#context ??= new AudioContext();
      if (!this.#analyser) {
        this.#analyser = this.#context.createAnalyser();
        this.#analyser.fftSize = HISTORY;
      }
      this.#source = this.#context.createMediaStreamSource(new MediaStream([track]));
      this.#source.connect(this.#analyser);
      this.#lookedUpTo = this.#context.currentTime;
    } catch {
      // No audio output at all, or too many contexts: no level is no harm.
      this.#source = null;
    }
  }
}
