/** Samples of the last 10 ms or so: the present level. */
const NOW = 512;
/** The largest window a browser offers: over half a second, so two readings leave no gap. */
const HISTORY = 32_768;

/**
 * Measures how loud a track is. Creates one AudioContext on first use and closes it with itself.
 */
export class AudioMeter {
  #context: AudioContext | null = null;
  #analyser: AnalyserNode | null = null;
  #source: MediaStreamAudioSourceNode | null = null;
  #track: MediaStreamTrack | null = null;
  readonly #samples = new Float32Array(HISTORY);
  /** Context time up to which `loudest` has read. */
  #lookedUpTo = 0;

  /** The loudest sample of the last 10 ms or so, 0 to 1. */
  level(track: MediaStreamTrack | null): number {
    if (!track?.enabled || !this.#isRunningWith(track)) return 0;
    return this.#peakOfLast(NOW);
  }

  /** The loudest sample since the last call, 0 to 1; null while the context is suspended. */
  loudest(track: MediaStreamTrack | null): number | null {
    if (!track || !this.#isRunningWith(track) || !this.#context) return null;
    const { currentTime, sampleRate } = this.#context;
    const fresh = Math.round((currentTime - this.#lookedUpTo) * sampleRate);
    this.#lookedUpTo = currentTime;
    // The context's clock stands still, so there are no new samples.
    return fresh > 0 ? this.#peakOfLast(Math.min(fresh, HISTORY)) : null;
  }

  /** Releases a track that ended or is no longer measured. */
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

  /** Some browsers suspend the context until the page is used or captures. */
  #isRunningWith(track: MediaStreamTrack): boolean {
    if (track.readyState !== 'live') return false;
    if (track !== this.#track) this.#measure(track);
    if (this.#context?.state === 'suspended') this.#context.resume().catch(() => {});
    return this.#source !== null && this.#context?.state === 'running';
  }

  #peakOfLast(count: number): number {
    this.#analyser?.getFloatTimeDomainData(this.#samples);
    let peak = 0;
    // The newest samples are at the end.
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
      // No audio output, or too many contexts: the meter then shows no level.
      this.#source = null;
    }
  }
}
