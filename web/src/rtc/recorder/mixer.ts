import workletUrl from './mixer-worklet.ts?worker&url';

/** What is mixed, one array for each channel. */
export type SoundBlock = Float32Array<ArrayBuffer>[];

interface Voice {
  /** Null where the browser refuses to mix that one: the others go on. */
  source: MediaStreamAudioSourceNode | null;
  /** Without an element that plays it, Chromium gives no sound of a track from elsewhere to be mixed. */
  element: HTMLAudioElement;
}

/**
 * Mixes voices into one, and hands out what comes of it block by block, without end and without gaps. Nothing of
 * it is heard here.
 */
export class Mixer {
  readonly #context: AudioContext;
  readonly #bus: AudioNode;
  readonly #voices = new Map<MediaStreamTrack, Voice>();

  private constructor(context: AudioContext, bus: AudioNode) {
    this.#context = context;
    this.#bus = bus;
  }

  static async open(blocksPerSecond: number, onBlock: (block: SoundBlock) => void): Promise<Mixer> {
    // Where the browser can, it mixes without an output: one that is taken away changes nothing then.
    const options: object = { sinkId: { type: 'none' } };
    const context = new AudioContext(options);
    try {
      await context.audioWorklet.addModule(workletUrl);
      // Several who speak at once are turned down rather than cut off.
      const limiter = new DynamicsCompressorNode(context, {
        threshold: -6,
        knee: 4,
        ratio: 12,
        attack: 0.003,
        release: 0.2,
      });
      const collector = new AudioWorkletNode(context, 'recording-collector', {
        channelCount: 2,
        channelCountMode: 'explicit',
        processorOptions: { blockFrames: Math.round(context.sampleRate / blocksPerSecond) },
      });
      collector.port.onmessage = ({ data }: MessageEvent<SoundBlock>) => onBlock(data);
      // It gives nothing out; connected it is to be run at all.
      limiter.connect(collector).connect(context.destination);
      const mixer = new Mixer(context, limiter);
      mixer.revive();
      return mixer;
    } catch (error) {
      context.close().catch(() => {});
      throw error;
    }
  }

  get sampleRate(): number {
    return this.#context.sampleRate;
  }

  /** Brings what is mixed into line with `tracks`; to be called as often as one likes. */
  setVoices(tracks: Iterable<MediaStreamTrack>): void {
    const wanted = new Set(tracks);
    for (const track of this.#voices.keys()) if (!wanted.has(track)) this.#remove(track);
    for (const track of wanted) if (!this.#voices.has(track)) this.#add(track);
  }

  /**
   * Tries to go on where no sound comes: the system took the output away, or there never was one. Not waited for, since
   * that can be for ever.
   */
  revive(): void {
    if (this.#context.state !== 'running') this.#context.resume().catch(() => {});
  }

  close(): void {
    for (const track of [...this.#voices.keys()]) this.#remove(track);
    this.#context.close().catch(() => {});
  }

  #add(track: MediaStreamTrack): void {
    const stream = new MediaStream([track]);
    const element = new Audio();
    element.muted = true;
    element.srcObject = stream;
    element.play().catch(() => {
      // Silent as it is, it may be refused; then it is not needed either.
    });
    this.#voices.set(track, { source: this.#connect(stream), element });
  }

  #connect(stream: MediaStream): MediaStreamAudioSourceNode | null {
    try {
      const source = this.#context.createMediaStreamSource(stream);
      source.connect(this.#bus);
      return source;
    } catch {
      return null;
    }
  }

  #remove(track: MediaStreamTrack): void {
    const voice = this.#voices.get(track);
    this.#voices.delete(track);
    voice?.source?.disconnect();
    if (voice) voice.element.srcObject = null;
  }
}
