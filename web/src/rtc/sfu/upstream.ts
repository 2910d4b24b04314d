import { scaleDown, shareScreen, startBitrate } from '../../lib/bitrate';
import { cameraLayers } from '../../lib/camera-layers';
import { withStartBitrate } from '../../lib/start-bitrate';
import { Timers } from '../../lib/timers';
import type { TransportState } from '../../lib/transport-state';
import type { OfferedTrack } from '../../protocol/protocol.gen';
import { linesOf } from '../encodings';
import type { ForwardingSignaling } from '../media-transport';
import { isVideo, kindOf, SOURCES, type Source, VIDEO_SOURCES, type VideoSource } from '../source';
import { readTransportStats, type TransportStats } from '../transport-stats';
import { ServerConnection } from './server-connection';

/**
 * Delay before a layer that nobody wants is stopped, in ms: a layer that starts again begins with a
 * keyframe.
 */
const STOP_PATIENCE = 2_000;
/** How often a shared window is checked for a new size, in ms. */
const FOLLOW_SCREEN = 3_000;
/** Size at which a picture is assumed to be shown until the server says, in lines. */
const USUAL: Record<VideoSource, number> = { camera: 360, screen_share: 1_080 };
/** Size of a picture without a track. */
const UNKNOWN_LINES = 720;

/**
 * The own media on its way to the forwarding server: one transceiver for each source, and three
 * encodings of the camera. Turning a source on or off only replaces a track.
 */
export class Upstream {
  readonly #connection: ServerConnection;
  readonly #timers = new Timers<VideoSource | 'follow'>();
  readonly #tracks = new Map<Source, MediaStreamTrack>();
  readonly #slots = new Map<Source, RTCRtpTransceiver>();
  /** Largest height at which anybody shows a picture, as the server said. */
  readonly #wanted = new Map<VideoSource, number>();
  /** The last change of each source's encodings, pending or done. */
  readonly #changes = new Map<VideoSource, Promise<void>>();
  #closed = false;

  constructor(signaling: ForwardingSignaling, onState: (state: TransportState) => void) {
    this.#connection = new ServerConnection('up', signaling, {
      onOpen: (pc) => this.#addTransceivers(pc),
      tracks: () => this.#offered(),
      complete: (sdp) => withStartBitrate(sdp, startBitrate(this.#cameraBitrate())),
      onStable: () => {
        for (const source of VIDEO_SOURCES) this.#apply(source);
      },
      onState,
    });
  }

  get connection(): ServerConnection {
    return this.#connection;
  }

  /** Opens a new peer connection if there is one, or if the server refused what is to be sent. */
  reopen(): void {
    if (this.#connection.pc || this.#tracks.size > 0) this.#connection.open();
  }

  publish(source: Source, track: MediaStreamTrack | null): void {
    const before = this.#tracks.get(source) ?? null;
    if (before === track) return;
    // Nobody showed a picture that was not sent.
    if (!before && isVideo(source))
      this.#wanted.set(source, Math.max(USUAL[source], this.#size(source)));
    if (track) this.#tracks.set(source, track);
    else this.#tracks.delete(source);
    // The server refused the last offer: this participant might only watch. It may send by now.
    if (track && !this.#connection.pc) this.#connection.open();
    const sender = this.#slots.get(source)?.sender;
    if (!sender) return;
    // The browser queues these, so the last one wins. A closing connection rejects.
    sender.replaceTrack(track).then(
      () => {
        if (isVideo(source)) this.#apply(source);
      },
      () => {},
    );
    if (source === 'screen_share') this.#followScreen();
  }

  /** The largest height at which anybody shows a picture has changed. */
  handleWanted(source: Source, height: number): void {
    if (!isVideo(source)) return;
    const before = this.#size(source);
    this.#wanted.set(source, height);
    if (height >= before) {
      this.#timers.clear(source);
      this.#apply(source);
    } else if (!this.#timers.has(source)) {
      this.#timers.set(source, STOP_PATIENCE, () => this.#apply(source));
    }
  }

  /** Totals sent so far; null while nothing flows. */
  async stats(): Promise<TransportStats | null> {
    const { pc, id, age } = this.#connection;
    if (pc?.connectionState !== 'connected') return null;
    const slots = [...this.#slots];
    return readTransportStats(
      await pc.getStats(),
      id,
      { at: performance.now(), age },
      {
        sourceOf: ({ mid }) => slots.find(([, slot]) => slot.mid === mid)?.[0] ?? null,
        allowed: (source) => (isVideo(source) ? this.#allowed(source) : null),
        pauses: () => 0,
      },
    );
  }

  close(): void {
    this.#closed = true;
    this.#timers.clearAll();
    this.#connection.close();
    this.#slots.clear();
    this.#tracks.clear();
  }

  #addTransceivers(pc: RTCPeerConnection): void {
    const streams = { person: new MediaStream(), screen: new MediaStream() };
    for (const source of SOURCES) {
      const isPerson = source === 'camera' || source === 'microphone';
      const transceiver = pc.addTransceiver(this.#tracks.get(source) ?? kindOf(source), {
        direction: 'sendonly',
        streams: [isPerson ? streams.person : streams.screen],
        ...(source === 'camera' && { sendEncodings: this.#cameraEncodings() }),
      });
      if (isVideo(source)) preferVp8(transceiver);
      this.#slots.set(source, transceiver);
    }
  }

  #offered(): OfferedTrack[] {
    return [...this.#slots].flatMap(([source, { mid }]) => (mid === null ? [] : [{ mid, source }]));
  }

  #cameraEncodings(): RTCRtpEncodingParameters[] {
    return this.#cameraLayers().map(({ rid, scaleDown, maxBitrate, active }) => ({
      rid,
      scaleResolutionDownBy: scaleDown,
      maxBitrate,
      active,
    }));
  }

  #cameraLayers() {
    const track = this.#tracks.get('camera');
    return cameraLayers(track ? linesOf(track) : UNKNOWN_LINES, this.#size('camera'));
  }

  #cameraBitrate(): number {
    const active = this.#cameraLayers().filter((layer) => layer.active);
    return active.reduce((sum, { maxBitrate }) => sum + maxBitrate, 0);
  }

  #screen() {
    const [share] = shareScreen([this.#size('screen_share')]);
    return share ?? { lines: 0, maxBitrate: 0, maxFramerate: 0 };
  }

  #size(source: VideoSource): number {
    return this.#wanted.get(source) ?? USUAL[source];
  }

  #allowed(source: VideoSource): number | null {
    if (!this.#tracks.has(source)) return null;
    return source === 'camera' ? this.#cameraBitrate() : this.#screen().maxBitrate;
  }

  /** Applies the encodings of a source, one change after the other: browsers refuse two at once. */
  #apply(source: VideoSource): void {
    const before = this.#changes.get(source) ?? Promise.resolve();
    const change = before.then(() => this.#set(source));
    this.#changes.set(
      source,
      change.catch(() => {
        // Unsupported, or the connection is closing: the browser's own choice will do.
      }),
    );
  }

  async #set(source: VideoSource): Promise<void> {
    const sender = this.#slots.get(source)?.sender;
    if (this.#closed || !sender) return;
    const parameters = sender.getParameters();
    const track = sender.track;
    if (source === 'camera') {
      const layers = this.#cameraLayers();
      for (const encoding of parameters.encodings) {
        const layer = layers.find(({ rid }) => rid === encoding.rid);
        if (!layer) continue;
        // Firefox keeps sending the last picture of a removed track unless it is told to stop.
        encoding.active = track !== null && layer.active;
        encoding.scaleResolutionDownBy = layer.scaleDown;
        encoding.maxBitrate = layer.maxBitrate;
      }
    } else {
      const share = this.#screen();
      for (const encoding of parameters.encodings) {
        encoding.active = track !== null && share.lines > 0;
        if (!track || !encoding.active) continue;
        encoding.maxBitrate = share.maxBitrate;
        encoding.maxFramerate = share.maxFramerate;
        encoding.scaleResolutionDownBy = scaleDown(linesOf(track), share);
      }
    }
    // With too little bandwidth, text stays sharp and faces stay fluent.
    Object.assign(parameters, {
      degradationPreference: source === 'camera' ? 'maintain-framerate' : 'maintain-resolution',
    });
    await sender.setParameters(parameters);
  }

  /** A shared window may change its size, and no event reports it. */
  #followScreen(): void {
    if (!this.#tracks.has('screen_share')) {
      this.#timers.clear('follow');
      return;
    }
    this.#timers.set('follow', FOLLOW_SCREEN, () => {
      this.#apply('screen_share');
      this.#followScreen();
    });
  }
}

/** Every browser decodes VP8, and the server switches between its layers. */
function preferVp8(transceiver: RTCRtpTransceiver): void {
  const codecs = RTCRtpReceiver.getCapabilities?.('video')?.codecs;
  if (!codecs) return;
  const isVp8 = ({ mimeType }: RTCRtpCodec): boolean => mimeType.toLowerCase() === 'video/vp8';
  const ordered = [...codecs.filter(isVp8), ...codecs.filter((codec) => !isVp8(codec))];
  try {
    transceiver.setCodecPreferences?.(ordered);
  } catch {
    // The browser's own order will do.
  }
}
