import { Timers } from '../lib/timers';
import { readBandwidth } from './transport-stats';

/**
 * Size in lines with which a camera's picture starts. A browser that does not know the bandwidth yet
 * drops the first frames of a larger one and then shrinks it for many seconds.
 */
const FIRST_LINES = 360;
/** How often the bandwidth is looked at, in ms. */
const INTERVAL = 500;
/** How long the picture waits for bandwidth, in ms. After that the browser alone adapts its size. */
const PATIENCE = 8_000;
/** How long a grown picture keeps its size, in ms: its first frames are the most expensive ones. */
const SETTLE = 5_000;
/** Share of the picture's bitrate limit that is bandwidth enough. */
const ENOUGH = 0.75;

/** Where the limit takes effect, and what the whole picture needs. */
export interface GrowingPicture {
  limitCamera(lines: number): void;
  /** With too little bandwidth, frames are left out instead of lines. */
  keepCameraSize(keep: boolean): void;
  /** Bitrate limit of the camera in bits per second. */
  readonly cameraBitrate: number;
}

/**
 * Lets a camera's picture start at a size that any browser sends at once, and grow as soon as the
 * browser has found the bandwidth for more. In this time the picture keeps its size: a browser that
 * shrinks it takes 4 s for each step back.
 */
export class PictureGrowth {
  readonly #stats: () => Promise<RTCStatsReport>;
  readonly #picture: GrowingPicture;
  readonly #timers = new Timers<'grow' | 'settle'>();
  #deadline = 0;
  #closed = false;

  constructor(stats: () => Promise<RTCStatsReport>, picture: GrowingPicture) {
    this.#stats = stats;
    this.#picture = picture;
  }

  /** A connection or a camera starts. */
  startSmall(): void {
    this.#timers.clearAll();
    this.#picture.limitCamera(FIRST_LINES);
    this.#picture.keepCameraSize(true);
  }

  /** The connection stands: from now on the picture may grow. */
  allow(): void {
    if (this.#closed) return;
    this.#deadline = performance.now() + PATIENCE;
    this.#growSoon();
  }

  close(): void {
    this.#closed = true;
    this.#timers.clearAll();
  }

  #growSoon(): void {
    this.#timers.set('grow', INTERVAL, () => void this.#grow());
  }

  async #grow(): Promise<void> {
    const report = await this.#stats().catch(() => null);
    if (this.#closed) return;
    const bandwidth = report && readBandwidth(report);
    const enough = this.#picture.cameraBitrate * ENOUGH;
    // Firefox does not tell its bandwidth.
    const isEnough = bandwidth === null || bandwidth >= enough;
    if (!isEnough && performance.now() < this.#deadline) {
      this.#growSoon();
      return;
    }
    this.#picture.limitCamera(Number.POSITIVE_INFINITY);
    if (!isEnough) this.#picture.keepCameraSize(false);
    else this.#timers.set('settle', SETTLE, () => this.#picture.keepCameraSize(false));
  }
}
