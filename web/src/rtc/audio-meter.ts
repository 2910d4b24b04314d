/** Measures how loud a track is. One AudioContext, made when first asked and closed with it. */
export class AudioMeter {
  #context: AudioContext | null = null;
  #analyser: AnalyserNode | null = null;
  #source: MediaStreamAudioSourceNode | null = null;
  #track: MediaStreamTrack | null = null;
  #samples = new Float32Array(512);

  /** From 0 to 1: the loudest of the last 10 ms or so. */
  level(track: MediaStreamTrack | null): number {
    if (!track?.enabled || track.readyState !== 'live') return 0;
    if (track !== this.#track) this.#measure(track);
    // Until the page was used or captures, some browsers keep it suspended.
    if (this.#context?.state === 'suspended') this.#context.resume().catch(() => {});
    if (!this.#analyser) return 0;
    this.#analyser.getFloatTimeDomainData(this.#samples);
    let peak = 0;
    for (const sample of this.#samples) peak = Math.max(peak, Math.abs(sample));
    return Math.min(1, peak);
  }

  close(): void {
    this.#source?.disconnect();
    this.#context?.close().catch(() => {});
    this.#context = null;
    this.#analyser = null;
    this.#source = null;
    this.#track = null;
  }

  #measure(track: MediaStreamTrack): void {
    this.#track = track;
    this.#source?.disconnect();
    try {
      this.#context ??= new AudioContext();
      if (!this.#analyser) {
        this.#analyser = this.#context.createAnalyser();
        this.#analyser.fftSize = this.#samples.length;
      }
      this.#source = this.#context.createMediaStreamSource(new MediaStream([track]));
      this.#source.connect(this.#analyser);
    } catch {
      // No audio output at all, or too many contexts: no level is no harm.
      this.#source = null;
    }
  }
}
