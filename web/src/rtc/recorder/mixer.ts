import workletUrl from './mixer-worklet.ts?worker&url';

/** A block of mixed sound, one array for each channel. */
export type SoundBlock = Float32Array<ArrayBuffer>[];

interface Voice {
  /** Null if the browser refuses to mix this track; the others go on. */
  source: MediaStreamAudioSourceNode | null;
  /** Chromium mixes a remote track only while an element plays it. */
  element: HTMLAudioElement;
}

/** Mixes voices and passes the mix on block by block, without gaps. It plays nothing. */
export class Mixer {
  readonly #context: AudioContext;
  readonly #bus: AudioNode;
  readonly #voices = new Map<MediaStreamTrack, Voice>();

  private constructor(context: AudioContext, bus: AudioNode) {
    this.#context = context;
    this.#bus = bus;
  }

  static async open(blocksPerSecond: number, onBlock: (block: SoundBlock) => void): Promise<Mixer> {
    // Where possible it mixes without an output device, so unplugging one changes nothing.
    const options: object = { sinkId: { type: 'none' } };
    const context = new AudioContext(options);
    try {
      await context.audioWorklet.addModule(workletUrl);
      // A compressor turns simultaneous voices down instead of clipping them.
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
      // The node outputs nothing, but browsers run only connected nodes.
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

  /** Connects new `tracks` and disconnects old ones. May be called often. */
  setVoices(tracks: Iterable<MediaStreamTrack>): void {
    const wanted = new Set(tracks);
    for (const track of this.#voices.keys()) if (!wanted.has(track)) this.#remove(track);
    for (const track of wanted) if (!this.#voices.has(track)) this.#add(track);
  }

  /**
   * Tries to resume when no sound comes: the system took the output away, or there is none. Does
   * not wait, since that may take for ever.
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
      // A refused `play` is harmless: the element is silent and then not needed.
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
