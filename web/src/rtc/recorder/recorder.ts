import type { Scene } from '../../lib/recording-layout';
import { RecordingTimeline } from '../../lib/recording-timeline';
import { Compositor } from './compositor';
import { RecordingEncoder } from './encoder';
import type { RecordingFile } from './file';
import { PICTURE, type RecordingFormat } from './format';
import { Mixer, type SoundBlock } from './mixer';

/** Why a recording ended, other than by being asked to. */
export type RecorderTrouble = 'full' | 'failed';

export interface RecorderOptions {
  format: RecordingFormat;
  file: RecordingFile;
  /** What is to be seen just now; asked for with every picture, so that nobody is missed. */
  scene: () => Scene;
  /** Who is to be heard just now. */
  voices: () => Iterable<MediaStreamTrack>;
  /** It cannot go on: to be ended, by {@link Recorder.finish}. */
  onTrouble: (trouble: RecorderTrouble) => void;
  /** The browser gives no sound to be recorded, or does so again. */
  onSilent: (silent: boolean) => void;
}

/** How much sound may wait for the encoder: then it, or the disk, does not keep up. */
const MOST_WAITING = 60 * PICTURE.frameRate;

/**
 * Records what is seen and heard to a file. The sound is the clock: with each block of it, of the length of one
 * picture, one picture is drawn. It comes from a thread of the browser's own, not from a timer or an animation
 * frame, which a page in the background gets once a second or not at all. Only where the browser has no sound to
 * give does a timer stand in.
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

  /** Records from the moment it resolves. */
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

  /** How much is recorded, in seconds. */
  get seconds(): number {
    return this.#timeline.seconds;
  }

  pause(): void {
    this.#timeline.pause();
  }

  resume(): void {
    this.#timeline.resume(performance.now());
  }

  /** Ends the recording; what can be handed out, or null where the person has the file already. */
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

  /** Ends it, and keeps nothing. */
  async discard(): Promise<void> {
    this.#release();
    await this.#encoder.abandon();
    await this.#options.file.discard();
  }

  /** A block of what is mixed has come. */
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
   * Where the encoder does not keep up, or drawing would take the page more than half of its time, pictures are left
   * out; the others keep theirs.
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
    // To read the canvas takes its time too, in Firefox more than to draw on it.
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
