import { scaleDown, type VideoShare } from '../lib/bitrate';
import type { GrowingPicture } from './picture-growth';
import { VIDEO_SOURCES, type VideoSource } from './source';

export type VideoShares = Record<VideoSource, VideoShare>;

/** Assumed size of a picture until its track reports one. */
const USUAL_LINES = 720;

/**
 * Encoding limits of one transport's pictures: each gets its share, and invisible ones are not
 * encoded.
 */
export class Encodings implements GrowingPicture {
  readonly #senderOf: (source: VideoSource) => RTCRtpSender | undefined;
  /** The last change of each source's encoding, pending or done. */
  readonly #changes = new Map<VideoSource, Promise<void>>();
  /** Size of the captured picture at the last change. */
  readonly #captured = new Map<VideoSource, number>();
  #shares: VideoShares;
  /** Height limit of the camera's picture, in lines, while the connection starts. */
  #cameraLimit = Number.POSITIVE_INFINITY;
  /** True while the camera's picture keeps its size and loses frames instead. */
  #cameraKeepsSize = false;
  #closed = false;

  constructor(shares: VideoShares, senderOf: (source: VideoSource) => RTCRtpSender | undefined) {
    this.#shares = shares;
    this.#senderOf = senderOf;
  }

  setShares(shares: VideoShares): void {
    const before = this.#shares;
    this.#shares = shares;
    for (const source of VIDEO_SOURCES) {
      if (!same(before[source], shares[source])) this.apply(source);
    }
  }

  limitCamera(lines: number): void {
    if (lines === this.#cameraLimit) return;
    this.#cameraLimit = lines;
    this.apply('camera');
  }

  keepCameraSize(keep: boolean): void {
    if (keep === this.#cameraKeepsSize) return;
    this.#cameraKeepsSize = keep;
    this.apply('camera');
  }

  /** Applies a source's share. Changes run one after the other: browsers refuse concurrent ones. */
  apply(source: VideoSource): void {
    const before = this.#changes.get(source) ?? Promise.resolve();
    const change = before.then(() => this.#set(source));
    this.#changes.set(
      source,
      change.catch(() => {
        // Unsupported, or the transport is closing: the browser's own choice will do.
      }),
    );
  }

  /** A shared window may change its size, and no event reports it. */
  follow(source: VideoSource): void {
    const track = this.#senderOf(source)?.track;
    if (track && this.#captured.get(source) !== linesOf(track)) this.apply(source);
  }

  get cameraBitrate(): number {
    return this.#shares.camera.maxBitrate;
  }

  /** Bitrate limit of a source in bits per second; null while it has no track. */
  allowed(source: VideoSource): number | null {
    return this.#senderOf(source)?.track ? this.#shares[source].maxBitrate : null;
  }

  close(): void {
    this.#closed = true;
  }

  /** Re-reads the desired state: it may have changed since the update was queued. */
  async #set(source: VideoSource): Promise<void> {
    const sender = this.#senderOf(source);
    if (this.#closed || !sender) return;
    const parameters = sender.getParameters();
    const [first] = parameters.encodings ?? [];
    if (!first) return;
    const { track } = sender;
    const share = this.#shares[source];
    // Firefox keeps sending the last picture of a removed track unless it is told to stop.
    first.active = track !== null && share.lines > 0;
    if (track && first.active) {
      const captured = linesOf(track);
      this.#captured.set(source, captured);
      first.maxBitrate = share.maxBitrate;
      first.maxFramerate = share.maxFramerate;
      const limit = source === 'camera' ? this.#cameraLimit : Number.POSITIVE_INFINITY;
      const lines = Math.min(share.lines, limit);
      first.scaleResolutionDownBy = scaleDown(captured, { ...share, lines });
    }
    // Browsers that do not know this ignore it. With too little bandwidth, text stays sharp and
    // faces stay fluent.
    const keepsSize = source === 'screen_share' || this.#cameraKeepsSize;
    Object.assign(parameters, {
      degradationPreference: keepsSize ? 'maintain-resolution' : 'maintain-framerate',
    });
    await sender.setParameters(parameters);
  }
}

/** Shorter side of a captured picture in pixels, since a phone's picture is upright. */
export function linesOf(track: MediaStreamTrack): number {
  const { width, height } = track.getSettings();
  return Math.min(width ?? height ?? USUAL_LINES, height ?? USUAL_LINES);
}

function same(a: VideoShare, b: VideoShare): boolean {
  return a.lines === b.lines && a.maxBitrate === b.maxBitrate && a.maxFramerate === b.maxFramerate;
}
