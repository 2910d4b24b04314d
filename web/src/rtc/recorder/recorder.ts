import type { Scene } from '../../lib/recording-layout';
import { RecordingTimeline } from '../../lib/recording-timeline';
import { Compositor } from './compositor';
import { RecordingEncoder } from './encoder';
import type { RecordingFile } from './file';
import { PICTURE, type RecordingFormat } from './format';
import { Mixer, type SoundBlock } from './mixer';

/** Why a recording ended by itself. */
export type RecorderTrouble = 'full' | 'failed';

export interface RecorderOptions {
  format: RecordingFormat;
  file: RecordingFile;
  /** The scene to draw. Called for every picture, so it always has every participant. */
  scene: () => Scene;
  /** The tracks to mix. */
  voices: () => Iterable<MediaStreamTrack>;
  /** The recording cannot go on; the owner calls {@link Recorder.finish}. */
  onTrouble: (trouble: RecorderTrouble) => void;
  /** The browser stopped delivering sound, or resumed. */
  onSilent: (silent: boolean) => void;
}

/** Sound that may wait for the encoder, in blocks. More means that encoder or disk is too slow. */
const MOST_WAITING = 60 * PICTURE.frameRate;

/**
 * Records pictures and sound to a file. Sound is the clock: each block lasts as long as one
 * picture, and one picture is drawn for it. Blocks come from the browser's audio thread. A timer or
 * animation frame would run once a second, or never, in a background page; a timer stands in only
 * where the browser delivers no sound.
 */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #mixer: Mixer;
  readonly #compositor: Compositor;
  readonly #encoder: RecordingEncoder;
  readonly #timeline: RecordingTimeline;
  readonly #watch: ReturnType<typeof setInterval>;
  #soundWritten: Promise<void> = Promise.resolve();
  #soundWaiting = 0;
  #pictureWritten: Promise<void> | null = null;
  #silent = false;
  #restUntil = 0;
  #ended = false;

  private constructor(
    options: RecorderOptions,
    mixer: Mixer,
    compositor: Compositor,
    encoder: RecordingEncoder,
  ) {
    this.#options = options;
    this.#mixer = mixer;
    this.#compositor = compositor;
    this.#encoder = encoder;
    this.#timeline = new RecordingTimeline(mixer.sampleRate, performance.now());
    this.#watch = setInterval(() => this.#fillSilence(), 1000 / PICTURE.frameRate);
    options.file.onFull = () => this.#report('full');
  }

  /** Starts recording; resolves once it runs. */
  static async open(options: RecorderOptions): Promise<Recorder> {
    let recorder: Recorder | null = null;
    const compositor = new Compositor(PICTURE.width, PICTURE.height);
    const mixer = await Mixer.open(PICTURE.frameRate, (block) => recorder?.handleSound(block));
    try {
      const { format, file } = options;
      const { canvas } = compositor;
      const encoder = await RecordingEncoder.open(format, canvas, mixer.sampleRate, file);
      recorder = new Recorder(options, mixer, compositor, encoder);
      return recorder;
    } catch (error) {
      mixer.close();
      compositor.close();
      throw error;
    }
  }

  /** Recorded time in seconds. */
  get seconds(): number {
    return this.#timeline.seconds;
  }

  pause(): void {
    this.#timeline.pause();
  }

  resume(): void {
    this.#timeline.resume(performance.now());
  }

  /** Ends the recording. Returns the file for download; null if the person has it already. */
  async finish(): Promise<Blob | null> {
    this.#release();
    try {
      await Promise.all([this.#soundWritten, this.#pictureWritten]);
      await this.#encoder.finish();
      return await this.#options.file.finish();
    } catch (error) {
      await this.#encoder.abandon();
      await this.#options.file.abandon();
      throw error;
    }
  }

  /** Ends the recording and deletes it. */
  async discard(): Promise<void> {
    this.#release();
    await this.#encoder.abandon();
    await this.#options.file.discard();
  }

  /** Handles a block of mixed sound. */
  handleSound(block: SoundBlock): void {
    if (this.#ended) return;
    this.#mixer.setVoices(this.#options.voices());
    const at = this.#timeline.handleSound(block[0]?.length ?? 0, performance.now());
    this.#reportSilence();
    if (at !== null) this.#write(block, at);
  }

  #write(block: SoundBlock, at: number): void {
    this.#writeSound(block, at);
    this.#writePicture(at);
  }

  #writeSound(block: SoundBlock, at: number): void {
    this.#soundWaiting += 1;
    if (this.#soundWaiting > MOST_WAITING) this.#report('failed');
    this.#soundWritten = this.#soundWritten
      .then(() => this.#encoder.addSound(block, at))
      .catch(() => this.#report('failed'))
      .finally(() => {
        this.#soundWaiting -= 1;
      });
  }

  /**
   * Skips pictures while the encoder is behind, or while drawing would take over half of the page's
   * time.
   */
  #writePicture(at: number): void {
    const from = performance.now();
    if (this.#pictureWritten || from < this.#restUntil) return;
    this.#compositor.draw(this.#options.scene());
    this.#pictureWritten = this.#encoder
      .addPicture(at)
      .catch(() => this.#report('failed'))
      .finally(() => {
        this.#pictureWritten = null;
      });
    // Reading the canvas counts too: in Firefox it costs more than drawing.
    const taken = performance.now();
    this.#restUntil = taken + (taken - from);
  }

  #fillSilence(): void {
    const silence = this.#timeline.takeSilence(performance.now());
    this.#reportSilence();
    if (!silence) return;
    this.#mixer.revive();
    const { at, frames } = silence;
    this.#write([new Float32Array(frames), new Float32Array(frames)], at);
  }

  #reportSilence(): void {
    const { silent } = this.#timeline;
    if (silent === this.#silent) return;
    this.#silent = silent;
    this.#options.onSilent(silent);
  }

  #report(trouble: RecorderTrouble): void {
    if (!this.#ended) this.#options.onTrouble(trouble);
  }

  #release(): void {
    if (this.#ended) return;
    this.#ended = true;
    clearInterval(this.#watch);
    this.#mixer.close();
    this.#compositor.close();
  }
}
