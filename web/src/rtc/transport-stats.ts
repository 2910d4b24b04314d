import type { Protocol } from '../lib/connection-quality';
import type { Source } from './source';

/** Totals of one direction of one source since the transport began. */
export interface StreamStats {
  source: Source;
  bytes: number;
  packets: number;
  codec: string | null;
  width: number;
  height: number;
  fps: number;
}

export interface ReceivedStats extends StreamStats {
  /** May decrease: a late or repeated packet was counted as lost before. */
  lost: number;
  /** In seconds. */
  jitter: number | null;
  freezes: number | null;
  /** In seconds. */
  frozen: number | null;
  /** How often this side paused and resumed the source: odd while it is paused. */
  pauses: number;
}

export interface SentStats extends StreamStats {
  /** Loss that the other side last reported, 0 to 1. */
  fractionLost: number | null;
  /** Seconds since the transport began. */
  limited: { bandwidth: number; cpu: number } | null;
  /** This side's bitrate limit in bits per second; null for audio and without a track. */
  allowed: number | null;
}

export interface Route {
  relayed: boolean;
  protocol: Protocol | null;
  /** In seconds. */
  roundTrip: number | null;
}

/** Counters of the media exchanged with one participant, read at one moment. */
export interface TransportStats {
  /** Counters of different transports cannot be compared. */
  transport: string;
  /** Monotonic time in ms. */
  at: number;
  /** How long media has flowed, in ms. */
  age: number;
  received: ReceivedStats[];
  sent: SentStats[];
  route: Route | null;
}

/** Members of the browser's statistics that are used here. Any of them may be missing. */
interface Stat {
  id: string;
  type: string;
  timestamp: number;
  mid?: string;
  kind?: string;
  trackIdentifier?: string;
  codecId?: string;
  mimeType?: string;
  bytesReceived?: number;
  packetsReceived?: number;
  packetsLost?: number;
  jitter?: number;
  freezeCount?: number;
  totalFreezesDuration?: number;
  bytesSent?: number;
  packetsSent?: number;
  frameWidth?: number;
  frameHeight?: number;
  framesPerSecond?: number;
  qualityLimitationDurations?: Record<string, number>;
  localId?: string;
  fractionLost?: number;
  roundTripTime?: number;
  selectedCandidatePairId?: string;
  selected?: boolean;
  nominated?: boolean;
  state?: string;
  localCandidateId?: string;
  remoteCandidateId?: string;
  currentRoundTripTime?: number;
  availableOutgoingBitrate?: number;
  candidateType?: string;
  protocol?: string;
  relayProtocol?: string;
}

type Report = ReadonlyMap<string, Stat>;

/** Context that the browser's report lacks. */
export interface Context {
  /** Maps an m-line or track to its source; null for foreign ones. */
  sourceOf(stat: { mid: string | undefined; track: string | undefined }): Source | null;
  allowed(source: Source): number | null;
  pauses(source: Source): number;
}

export function readTransportStats(
  report: RTCStatsReport,
  transport: string,
  { at, age }: { at: number; age: number },
  context: Context,
): TransportStats {
  const stats = report as unknown as Report;
  const received: ReceivedStats[] = [];
  const sent: SentStats[] = [];
  for (const stat of stats.values()) {
    if (stat.type !== 'inbound-rtp' && stat.type !== 'outbound-rtp') continue;
    const source = context.sourceOf({ mid: stat.mid, track: stat.trackIdentifier });
    if (!source) continue;
    if (stat.type === 'inbound-rtp') {
      received.push({ ...readReceived(stats, stat, source), pauses: context.pauses(source) });
    } else sent.push({ ...readSent(stats, stat, source), allowed: context.allowed(source) });
  }
  return { transport, at, age, received, sent, route: readRoute(report) };
}

/** Bits per second that the browser believes it can send; null if it does not say. */
export function readBandwidth(report: RTCStatsReport): number | null {
  return selectedPair(report as unknown as Report)?.availableOutgoingBitrate ?? null;
}

/** The selected route; null before ICE connects. */
export function readRoute(report: RTCStatsReport): Route | null {
  const stats = report as unknown as Report;
  const pair = selectedPair(stats);
  if (!pair) return null;
  const local = stats.get(pair.localCandidateId ?? '');
  const remote = stats.get(pair.remoteCandidateId ?? '');
  const isRelay = (candidate: Stat | undefined): boolean => candidate?.candidateType === 'relay';
  return {
    relayed: isRelay(local) || isRelay(remote),
    // The first hop to the own relay may use TCP, whatever follows it.
    protocol: protocolOf(
      isRelay(local) ? (local?.relayProtocol ?? local?.protocol) : local?.protocol,
    ),
    roundTrip: pair.currentRoundTripTime ?? reportedRoundTrip(stats),
  };
}

function selectedPair(stats: Report): Stat | undefined {
  const all = [...stats.values()];
  return (
    stats.get(all.find(({ type }) => type === 'transport')?.selectedCandidatePairId ?? '') ??
    all.find(({ type, selected }) => type === 'candidate-pair' && selected) ??
    all.find(
      ({ type, nominated, state }) =>
        type === 'candidate-pair' && nominated && state === 'succeeded',
    )
  );
}

function reportedRoundTrip(stats: Report): number | null {
  const reported = [...stats.values()]
    .filter(({ type }) => type === 'remote-inbound-rtp')
    .flatMap(({ roundTripTime }) => roundTripTime ?? []);
  return reported.length === 0 ? null : Math.max(...reported);
}

function protocolOf(name: string | undefined): Protocol | null {
  return name === 'udp' || name === 'tcp' || name === 'tls' ? name : null;
}

function readReceived(stats: Report, stat: Stat, source: Source): Omit<ReceivedStats, 'pauses'> {
  return {
    ...readStream(stats, stat, source),
    bytes: stat.bytesReceived ?? 0,
    packets: stat.packetsReceived ?? 0,
    lost: stat.packetsLost ?? 0,
    jitter: stat.jitter ?? null,
    freezes: stat.freezeCount ?? null,
    frozen: stat.totalFreezesDuration ?? null,
  };
}

function readSent(stats: Report, stat: Stat, source: Source): Omit<SentStats, 'allowed'> {
  const limited = stat.qualityLimitationDurations;
  const remote = [...stats.values()].find(
    ({ type, localId }) => type === 'remote-inbound-rtp' && localId === stat.id,
  );
  return {
    ...readStream(stats, stat, source),
    bytes: stat.bytesSent ?? 0,
    packets: stat.packetsSent ?? 0,
    fractionLost: remote?.fractionLost ?? null,
    limited: limited ? { bandwidth: limited.bandwidth ?? 0, cpu: limited.cpu ?? 0 } : null,
  };
}

function readStream(stats: Report, stat: Stat, source: Source) {
  const mimeType = stats.get(stat.codecId ?? '')?.mimeType;
  return {
    source,
    codec: mimeType?.split('/')[1] ?? null,
    width: stat.frameWidth ?? 0,
    height: stat.frameHeight ?? 0,
    fps: stat.framesPerSecond ?? 0,
  };
}
