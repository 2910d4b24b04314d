import type { Protocol } from '../lib/connection-quality';
import type { Source } from './source';

/** What one direction of one source has come to since the transport began. */
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
  /** May go down: a packet that comes late or twice was no loss. */
  lost: number;
  /** In seconds. */
  jitter: number | null;
  freezes: number | null;
  /** In seconds. */
  frozen: number | null;
  /** How often this side has asked for a rest, and for it to end: odd while nobody here looks. */
  pauses: number;
}

export interface SentStats extends StreamStats {
  /** As the other side reported it last, 0 to 1. */
  fractionLost: number | null;
  /** In seconds since the beginning. */
  limited: { bandwidth: number; cpu: number } | null;
  /** What this side lets itself send, in bits per second; null for sound, and without a track. */
  allowed: number | null;
}

export interface Route {
  relayed: boolean;
  protocol: Protocol | null;
  /** In seconds. */
  roundTrip: number | null;
}

/** The counters of what is exchanged with one participant, read at one moment. */
export interface TransportStats {
  /** Counters of another transport are not to be compared with these. */
  transport: string;
  /** In ms, by a clock that does not jump. */
  at: number;
  received: ReceivedStats[];
  sent: SentStats[];
  route: Route | null;
}

/** The members used here of any of the browser's statistics. All may be missing in one or another. */
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
  candidateType?: string;
  protocol?: string;
  relayProtocol?: string;
}

type Report = ReadonlyMap<string, Stat>;

/** What the browser's report does not say. */
export interface Context {
  /** Which source has which m-line or track; null for what belongs to somebody else. */
  sourceOf(stat: { mid: string | undefined; track: string | undefined }): Source | null;
  allowed(source: Source): number | null;
  pauses(source: Source): number;
}

export function readTransportStats(
  report: RTCStatsReport,
  transport: string,
  at: number,
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
  return { transport, at, received, sent, route: readRoute(report) };
}

/** How packets go now; null before there is a way. */
export function readRoute(report: RTCStatsReport): Route | null {
  const stats = report as unknown as Report;
  const pair = selectedPair(stats);
  if (!pair) return null;
  const local = stats.get(pair.localCandidateId ?? '');
  const remote = stats.get(pair.remoteCandidateId ?? '');
  const isRelay = (candidate: Stat | undefined): boolean => candidate?.candidateType === 'relay';
  return {
    relayed: isRelay(local) || isRelay(remote),
    // To one's own relay it may go by TCP, whatever goes on from there.
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
