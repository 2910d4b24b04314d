import {
  AudioSample,
  AudioSampleSource,
  CanvasSource,
  Mp4OutputFormat,
  Output,
  Quality,
  StreamTarget,
  type StreamTargetChunk,
  WebMOutputFormat,
} from 'mediabunny';

import type { RecordingFile } from './file';
import { PICTURE, type RecordingFormat, SOUND } from './format';
import type { SoundBlock } from './mixer';

/** Seconds between key frames: where a player can start, and what a crash may lose. */
const KEY_FRAMES = 2;
/** Most writes in flight before the encoders wait for the disk. */
const WAITING_WRITES = 64;

/** Encodes pictures and sound and writes them to a file as they arrive. */
export class RecordingEncoder {
  readonly #output: Output;
  readonly #picture: CanvasSource;
  readonly #sound: AudioSampleSource;
  readonly #sampleRate: number;

  private constructor(
    output: Output,
    picture: CanvasSource,
    sound: AudioSampleSource,
    sampleRate: number,
  ) {
    this.#output = output;
    this.#picture = picture;
    this.#sound = sound;
    this.#sampleRate = sampleRate;
  }

  static async open(
    { container, video, audio }: RecordingFormat,
    canvas: HTMLCanvasElement,
    sampleRate: number,
    file: RecordingFile,
  ): Promise<RecordingEncoder> {
    const picture = new CanvasSource(canvas, {
      codec: video,
      quality: new Quality({ bitrate: PICTURE.bitrate, bitrateMode: 'variable' }),
      keyFrameInterval: KEY_FRAMES,
      latencyMode: 'realtime',
    });
    const sound = new AudioSampleSource({
      codec: audio,
      quality: new Quality({ bitrate: SOUND.bitrate }),
    });
    const output = new Output({ format: formatOf(container), target: targetOf(file) });
    output.addVideoTrack(picture, { frameRate: PICTURE.frameRate });
    output.addAudioTrack(sound);
    await output.start();
    return new RecordingEncoder(output, picture, sound, sampleRate);
  }

  /** Adds sound; `at` in seconds. Resolves when there is room for more. */
  async addSound(block: SoundBlock, at: number): Promise<void> {
    const frames = block[0]?.length ?? 0;
    const data = new Float32Array(frames * block.length);
    for (const [index, channel] of block.entries()) data.set(channel, index * frames);
    const sample = new AudioSample({
      data,
      format: 'f32-planar',
      numberOfChannels: block.length,
      sampleRate: this.#sampleRate,
      timestamp: at,
    });
    try {
      await this.#sound.add(sample);
    } finally {
      sample.close();
    }
  }

  /** Adds the canvas as a picture. */
  addPicture(at: number): Promise<void> {
    return this.#picture.add(at, 1 / PICTURE.frameRate);
  }

  /** Encodes the rest and writes the index and the duration, which completes the file. */
  finish(): Promise<void> {
    return this.#output.finalize();
  }

  async abandon(): Promise<void> {
    await this.#output.cancel().catch(() => {});
  }
}

export function formatOf(
  container: RecordingFormat['container'],
): WebMOutputFormat | Mp4OutputFormat {
  return container === 'webm' ? new WebMOutputFormat() : new Mp4OutputFormat({ fastStart: false });
}

export function targetOf(file: RecordingFile): StreamTarget {
  const writable = new WritableStream<StreamTargetChunk>(
    { write: ({ data, position }) => file.write(data, position) },
    new CountQueuingStrategy({ highWaterMark: WAITING_WRITES }),
  );
  return new StreamTarget(writable);
}
