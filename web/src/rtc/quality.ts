import type { ConnectionSample, FlowFigures, VideoFigures } from '../lib/connection-quality';
import type { ParticipantId } from '../protocol/protocol.gen';
import type { MediaStats } from './media-transport';
import type { Source } from './source';
import type { ReceivedStats, SentStats, StreamStats, TransportStats } from './transport-stats';

export const SAMPLE_INTERVAL = 3_000;
/** Age in ms at which a sample is too old to compare with. */
const STALE = 3 * SAMPLE_INTERVAL;
/** How long a browser tries out what a new connection can carry, in ms. */
const RAMP = 10_000;
/** Fewest packets for a meaningful loss rate. */
const ENOUGH_PACKETS = 20;
const NOTHING: MediaStats = { participants: new Map(), upstream: null };

export interface QualitySamplerOptions {
  stats(): Promise<MediaStats>;
  /** True if the page is visible: a hidden page is not measured. */
  isVisible(): boolean;
  /**
   * Called after every round, with a measurement of everything that has two samples: of each
   * participant, and of the upstream if there is one.
   */
  onSamples(
    samples: ReadonlyMap<ParticipantId, ConnectionSample>,
    upstream: ConnectionSample | null,
  ): void;
}

/**
 * Samples the statistics of every participant's media every few seconds and reports the changes.
 */
export class QualitySampler {
  readonly #options: QualitySamplerOptions;
  readonly #timer: ReturnType<typeof setInterval>;
  #before: MediaStats = NOTHING;
  #sampling = false;
  #closed = false;

  constructor(options: QualitySamplerOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.#sample(), SAMPLE_INTERVAL);
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#before = NOTHING;
  }

  async #sample(): Promise<void> {
    if (this.#sampling || !this.#options.isVisible()) return;
    this.#sampling = true;
    const before = this.#before;
    // A closing transport has no statistics.
    const now = await this.#options.stats().catch(() => NOTHING);
    const samples = new Map<ParticipantId, ConnectionSample>();
    for (const [participant, stats] of now.participants) {
      const old = before.participants.get(participant);
      const sample = old && compare(old, stats);
      if (sample) samples.set(participant, sample);
    }
    const upstream =
      before.upstream && now.upstream ? compare(before.upstream, now.upstream) : null;
    this.#sampling = false;
    if (this.#closed) return;
    this.#before = now;
    this.#options.onSamples(samples, upstream);
  }
}

/** Change between two samples; null if they cannot be compared. */
export function compare(before: TransportStats, now: TransportStats): ConnectionSample | null {
  const seconds = (now.at - before.at) / 1000;
  if (before.transport !== now.transport || seconds <= 0 || now.at - before.at > STALE) return null;
  const received = pairs(before.received, now.received);
  const sent = pairs(before.sent, now.sent);
  const camera = received.find(([, { source }]) => source === 'camera');
  const sound = received.find(([old, { source, packets }]) => {
    return source === 'microphone' && packets > old.packets;
  })?.[1];
  const limiting = sent.filter(isMoving).filter(([old, one]) => old.limited && one.limited);
  const share = (what: 'bandwidth' | 'cpu'): number =>
    Math.max(
      ...limiting.map(([old, one]) =>
        clamp(((one.limited?.[what] ?? 0) - (old.limited?.[what] ?? 0)) / seconds),
      ),
    );
  return {
    ramping: now.age < RAMP,
    received: flow(received, seconds, receivedLoss(received)),
    sent: flow(sent, seconds, sentLoss(sent)),
    allowed: allowed(now.sent),
    roundTrip: inMs(now.route?.roundTrip),
    jitter: inMs(sound?.jitter),
    freezes: camera && isWatched(camera) ? difference(camera[0].freezes, camera[1].freezes) : null,
    frozen: camera && isWatched(camera) ? frozenShare(camera, seconds) : null,
    limited: limiting.length > 0 ? { bandwidth: share('bandwidth'), cpu: share('cpu') } : null,
    route: now.route && { relayed: now.route.relayed, protocol: now.route.protocol },
  };
}

type Pair<T> = [old: T, now: T];

/** Each source's counters then and now; a source that restarted counts from zero. */
function pairs<T extends StreamStats>(before: readonly T[], now: readonly T[]): Pair<T>[] {
  return now.flatMap((one): Pair<T>[] => {
    const old = before.find(({ source }) => source === one.source);
    return old && old.packets <= one.packets ? [[old, one]] : [];
  });
}

function isMoving([old, now]: Pair<StreamStats>): boolean {
  return now.packets > old.packets;
}

function flow(both: Pair<StreamStats>[], seconds: number, loss: number | null): FlowFigures {
  const bytes = both.reduce((sum, [old, now]) => sum + Math.max(0, now.bytes - old.bytes), 0);
  return {
    bitrate: both.length > 0 ? Math.round((bytes * 8) / seconds) : null,
    loss,
    camera: video(both, 'camera'),
    screen: video(both, 'screen_share'),
  };
}

function allowed(sent: readonly SentStats[]): number | null {
  const limits = sent.flatMap((one) => one.allowed ?? []);
  return limits.length > 0 ? limits.reduce((sum, one) => sum + one, 0) : null;
}

function video(both: Pair<StreamStats>[], source: Source): VideoFigures | null {
  const [, now] = both.filter(isMoving).find(([, one]) => one.source === source) ?? [];
  if (!now || now.width === 0 || now.height === 0) return null;
  return { codec: now.codec, width: now.width, height: now.height, fps: Math.round(now.fps) };
}

function receivedLoss(both: Pair<ReceivedStats>[]): number | null {
  let lost = 0;
  let arrived = 0;
  for (const [old, now] of both) {
    lost += Math.max(0, now.lost - old.lost);
    arrived += now.packets - old.packets;
  }
  return lost + arrived < ENOUGH_PACKETS ? null : lost / (lost + arrived);
}

/**
 * Mean of the reported loss, weighted by packets. A source that stopped sending is left out: its
 * report is old.
 */
function sentLoss(both: Pair<SentStats>[]): number | null {
  let lost = 0;
  let packets = 0;
  for (const [old, now] of both) {
    if (now.fractionLost === null) continue;
    const sent = now.packets - old.packets;
    lost += sent * clamp(now.fractionLost);
    packets += sent;
  }
  return packets < ENOUGH_PACKETS ? null : lost / packets;
}

/** True if the picture was wanted all the time: a paused picture is not frozen. */
function isWatched([old, now]: Pair<ReceivedStats>): boolean {
  return old.pauses === now.pauses && now.pauses % 2 === 0;
}

/** Without any frames the camera is off, which is not a freeze. */
function frozenShare(camera: Pair<ReceivedStats>, seconds: number): number | null {
  const frozen = difference(camera[0].frozen, camera[1].frozen);
  return frozen === null || !isMoving(camera) ? null : clamp(frozen / seconds);
}

function difference(old: number | null, now: number | null): number | null {
  return old === null || now === null ? null : Math.max(0, now - old);
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}

function inMs(seconds: number | null | undefined): number | null {
  return seconds === null || seconds === undefined ? null : Math.round(seconds * 1000);
}
