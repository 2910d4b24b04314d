import { execFile } from 'node:child_process';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { type Download, expect, test } from '@playwright/test';

import type { Person } from './meeting.ts';

const run = promisify(execFile);

/** Sign that shows who is recording. */
export function sign(person: Person) {
  return person.page.getByRole('status', { name: 'Recording', exact: true });
}

/** Card of a recording that is still in the browser. */
export function card(person: Person) {
  return person.page.getByRole('status', { name: 'Recordings', exact: true }).getByRole('listitem');
}

/** Recorded time on the sign, in seconds. */
export async function elapsed(person: Person): Promise<number> {
  const text = await sign(person).getByRole('timer', { name: 'Recorded' }).textContent();
  return (text ?? '').split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** Waits until this many seconds are recorded. */
export async function expectRecorded(person: Person, seconds: number): Promise<void> {
  await expect
    .poll(() => elapsed(person), {
      message: 'seconds recorded',
      timeout: 30_000 + seconds * 1_000,
      intervals: [200],
    })
    .toBeGreaterThanOrEqual(seconds);
}

/** Ends the recording and returns the saved file. */
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

/** Recording on the disk, inspected with ffmpeg. */
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

  /** Codecs of both streams, and the length in the file's header, in seconds. */
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

  /** Asserts that every packet decodes and that their times increase. */
  async expectWhole(): Promise<void> {
    const { stderr } = await run('ffmpeg', ['-v', 'warning', '-i', this.path, '-f', 'null', '-']);
    expect(stderr, 'what ffmpeg has to say of the file').toBe('');
  }

  /** Packet times of a stream, in seconds. */
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

  /** Longest gap between two packets of a stream, in seconds. */
  async longestGap(stream: 'v' | 'a'): Promise<number> {
    const times = await this.times(stream);
    return times.reduce(
      (gap, time, i) => (i === 0 ? 0 : Math.max(gap, time - (times[i - 1] ?? 0))),
      0,
    );
  }

  /** Number of different pictures after seeking to `from`. */
  async differentPictures(from: number): Promise<number> {
    const { stdout } = await run(
      'ffmpeg',
      [...['-v', 'error', '-ss', String(from), '-i', this.path], ...['-an', '-f', 'framemd5', '-']],
      { maxBuffer: 16 * 1024 * 1024 },
    );
    const hashes = stdout.split('\n').filter((line) => line && !line.startsWith('#'));
    return new Set(hashes.map((line) => line.split(',').at(-1)?.trim())).size;
  }

  /** Mean volume in dB relative to full scale; with `hertz`, of that tone alone. */
  async volume({ from = 0, hertz }: { from?: number; hertz?: number } = {}): Promise<number> {
    const only = hertz ? `bandpass=f=${hertz}:width_type=h:w=20,`.repeat(3) : '';
    const { stderr } = await run('ffmpeg', [
      ...['-hide_banner', '-ss', String(from), '-i', this.path],
      ...['-vn', '-af', `${only}volumedetect`, '-f', 'null', '-'],
    ]);
    return Number(/mean_volume: (-?[\d.]+) dB/.exec(stderr)?.[1]);
  }

  /** Red, green and blue of the last picture at this point. */
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
