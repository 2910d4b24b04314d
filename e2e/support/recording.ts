import { execFile } from 'node:child_process';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { type Download, expect, test } from '@playwright/test';

import type { Person } from './meeting.ts';

const run = promisify(execFile);

/** What somebody is shown of who records. */
export function sign(person: Person) {
  return person.page.getByRole('status', { name: 'Recording', exact: true });
}

/** The card of a recording that is still in the browser. */
export function card(person: Person) {
  return person.page.getByRole('status', { name: 'Recordings', exact: true }).getByRole('listitem');
}

/** For how much is recorded by what its sign says, in seconds. */
export async function elapsed(person: Person): Promise<number> {
  const text = await sign(person).getByRole('timer', { name: 'Recorded' }).textContent();
  return (text ?? '').split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** Waits until so much is recorded. */
export async function expectRecorded(person: Person, seconds: number): Promise<void> {
  await expect
    .poll(() => elapsed(person), { message: 'seconds recorded', timeout: 30_000 + seconds * 1_000 })
    .toBeGreaterThanOrEqual(seconds);
}

/** Presses what ends the recording; the file that comes of it. */
export async function stopAndSave(
  person: Person,
  press = () => person.button('Stop recording').click(),
  timeout = 30_000,
): Promise<RecordedFile> {
  const [download] = await Promise.all([
    person.page.waitForEvent('download', { timeout }),
    press(),
  ]);
  return RecordedFile.of(download);
}

/** A recording on the disk, as ffmpeg finds it. */
export class RecordedFile {
  readonly path: string;
  readonly name: string;

  private constructor(path: string, name: string) {
    this.path = path;
    this.name = name;
  }

  static at(path: string): RecordedFile {
    return new RecordedFile(path, basename(path));
  }

  static async of(download: Download): Promise<RecordedFile> {
    const path = test.info().outputPath(download.suggestedFilename());
    await download.saveAs(path);
    return new RecordedFile(path, download.suggestedFilename());
  }

  /** Both streams by their codecs, and the length that its header tells, in seconds. */
  async probe(): Promise<{ video: string; audio: string; seconds: number; size: string }> {
    const { stdout } = await run('ffprobe', [
      ...['-v', 'error', '-of', 'json', '-show_format', '-show_streams'],
      this.path,
    ]);
    const { streams, format } = JSON.parse(stdout) as {
      streams: { codec_type: string; codec_name: string; width?: number; height?: number }[];
      format: { duration?: string };
    };
    const [video, audio] = ['video', 'audio'].map((type) =>
      streams.find(({ codec_type }) => codec_type === type),
    );
    return {
      video: video?.codec_name ?? 'none',
      audio: audio?.codec_name ?? 'none',
      size: `${video?.width}x${video?.height}`,
      seconds: Number(format.duration),
    };
  }

  /** Every packet decodes, and follows the one before it. */
  async expectWhole(): Promise<void> {
    const { stderr } = await run('ffmpeg', ['-v', 'warning', '-i', this.path, '-f', 'null', '-']);
    expect(stderr, 'what ffmpeg has to say of the file').toBe('');
  }

  /** The times of the packets of a stream, in seconds. */
  async times(stream: 'v' | 'a'): Promise<number[]> {
    const { stdout } = await run(
      'ffprobe',
      [
        ...['-v', 'error', '-of', 'csv=p=0', '-select_streams', stream],
        ...['-show_entries', 'packet=pts_time'],
        this.path,
      ],
      { maxBuffer: 64 * 1024 * 1024 },
    );
    return stdout.split('\n').map(Number.parseFloat).filter(Number.isFinite);
  }

  /** The longest time between two packets of a stream, in seconds. */
  async longestGap(stream: 'v' | 'a'): Promise<number> {
    const times = await this.times(stream);
    return times.reduce(
      (gap, time, i) => (i === 0 ? 0 : Math.max(gap, time - (times[i - 1] ?? 0))),
      0,
    );
  }

  /** How many different pictures there are in it, from there on: seeks, and decodes. */
  async differentPictures(from: number): Promise<number> {
    const { stdout } = await run(
      'ffmpeg',
      [...['-v', 'error', '-ss', String(from), '-i', this.path], ...['-an', '-f', 'framemd5', '-']],
      { maxBuffer: 16 * 1024 * 1024 },
    );
    const hashes = stdout.split('\n').filter((line) => line && !line.startsWith('#'));
    return new Set(hashes.map((line) => line.split(',').at(-1)?.trim())).size;
  }

  /** How loud it is on average, in dB below the loudest there can be; of one tone alone, if one is named. */
  async volume({ from = 0, hertz }: { from?: number; hertz?: number } = {}): Promise<number> {
    const only = hertz ? `bandpass=f=${hertz}:width_type=h:w=20,`.repeat(3) : '';
    const { stderr } = await run('ffmpeg', [
      ...['-hide_banner', '-ss', String(from), '-i', this.path],
      ...['-vn', '-af', `${only}volumedetect`, '-f', 'null', '-'],
    ]);
    return Number(/mean_volume: (-?[\d.]+) dB/.exec(stderr)?.[1]);
  }

  /** The colour of the last picture, there: red, green and blue. */
  async colour({ x, y }: { x: number; y: number }): Promise<number[]> {
    const { stdout } = await run(
      'ffmpeg',
      [
        ...['-v', 'error', '-sseof', '-10', '-i', this.path],
        ...['-vf', `crop=8:8:${x - 4}:${y - 4},scale=1:1`],
        ...['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'],
      ],
      { encoding: 'buffer' },
    );
    return [...stdout.subarray(-3)];
  }
}
