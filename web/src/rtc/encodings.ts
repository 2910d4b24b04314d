import { scaleDown, type VideoShare } from '../lib/bitrate';
import { VIDEO_SOURCES, type VideoSource } from './source';

export type VideoShares = Record<VideoSource, VideoShare>;

/** What a picture is taken to have until its track says so. */
const USUAL_LINES = 720;

/** How the pictures of one transport are encoded: no more than their share, and nothing that nobody sees. */
export class Encodings {
  readonly #senderOf: (source: VideoSource) => RTCRtpSender | undefined;
  /** The last change of each source's encoding, done or under way. */
  readonly #changes = new Map<VideoSource, Promise<void>>();
  /** What was captured when it was last encoded anew. */
  readonly #captured = new Map<VideoSource, number>();
  #shares: VideoShares;
  /** How many lines of the camera's picture are sent for now, however many it may have. */
  #cameraLimit = Number.POSITIVE_INFINITY;
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

  /** Applies a source's share. One after the other: of two at once a browser refuses one. */
  apply(source: VideoSource): void {
    const before = this.#changes.get(source) ?? Promise.resolve();
    const change = before.then(() => this.#set(source));
    this.#changes.set(
      source,
      change.catch(() => {
        // Not supported, or the transport is being closed: the browser's own choice will do.
      }),
    );
  }

  /** A window that is shared may change its size, which no event tells. */
  follow(source: VideoSource): void {
    const track = this.#senderOf(source)?.track;
    if (track && this.#captured.get(source) !== linesOf(track)) this.apply(source);
  }

  /** What may be sent of a source now, in bits per second; null while it has no track. */
  allowed(source: VideoSource): number | null {
    return this.#senderOf(source)?.track ? this.#shares[source].maxBitrate : null;
  }

  close(): void {
    this.#closed = true;
  }

  /** Reads what is so by now, whatever it was when the change was asked for. */
  async #set(source: VideoSource): Promise<void> {
    const sender = this.#senderOf(source);
    if (this.#closed || !sender) return;
    const parameters = sender.getParameters();
    const [first] = parameters.encodings ?? [];
    if (!first) return;
    const { track } = sender;
    const share = this.#shares[source];
    // Firefox goes on sending the last picture of a track that was taken away, unless told not to.
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
    // Not in every browser, which then ignores it: when there is too little bandwidth, text is to
    // stay sharp and faces are to stay fluent.
    Object.assign(parameters, {
      degradationPreference:
        source === 'screen_share' ? 'maintain-resolution' : 'maintain-framerate',
    });
    await sender.setParameters(parameters);
  }
}

/** The shorter side: a phone's picture stands upright. */
function linesOf(track: MediaStreamTrack): number {
  const { width, height } = track.getSettings();
  return Math.min(width ?? height ?? USUAL_LINES, height ?? USUAL_LINES);
}

function same(a: VideoShare, b: VideoShare): boolean {
  return a.lines === b.lines && a.maxBitrate === b.maxBitrate && a.maxFramerate === b.maxFramerate;
}
