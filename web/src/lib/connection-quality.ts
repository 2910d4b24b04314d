/** Quality of the media exchanged with a participant. */
export type Quality = 'good' | 'fair' | 'poor';

export interface VideoFigures {
  /** Codec as in `video/VP8`, without the kind. */
  codec: string | null;
  width: number;
  height: number;
  fps: number;
}

/** Measurements of one direction. Null: unknown, or not applicable now. */
export interface FlowFigures {
  /** Bits per second. */
  bitrate: number | null;
  /** Share of lost packets, 0 to 1. */
  loss: number | null;
  camera: VideoFigures | null;
  screen: VideoFigures | null;
}

export type Protocol = 'udp' | 'tcp' | 'tls';

/** Measurements of one participant's connection over the last few seconds. */
export interface ConnectionSample {
  /** True while the browser still tries out what the connection can carry. */
  ramping: boolean;
  received: FlowFigures;
  sent: FlowFigures;
  /** Bitrate limit of the pictures, from their number and shown size. */
  allowed: number | null;
  /** In ms. */
  roundTrip: number | null;
  /** Jitter of the sound in ms. */
  jitter: number | null;
  /** How often the camera's picture froze. */
  freezes: number | null;
  /** Share of the time it was frozen, 0 to 1. */
  frozen: number | null;
  /** Share of the time the browser sent less than it wanted to, by cause. */
  limited: { bandwidth: number; cpu: number } | null;
  route: { relayed: boolean; protocol: Protocol | null } | null;
}

/** Thresholds for fair and poor; docs/connection-quality.md explains them. */
export const THRESHOLDS = {
  loss_received: { fair: 0.02, poor: 0.08 },
  loss_sent: { fair: 0.02, poor: 0.08 },
  /** In ms. */
  round_trip: { fair: 250, poor: 500 },
  /** In ms. */
  jitter: { fair: 50, poor: 120 },
  frozen: { fair: 0.1, poor: 0.3 },
  /** A smaller picture is not broken, so this is never poor. */
  bandwidth: { fair: 0.6, poor: Number.POSITIVE_INFINITY },
  cpu: { fair: 0.6, poor: Number.POSITIVE_INFINITY },
} as const;

/** Bits per second below which sound and picture are hard to recognise. */
export const MEAGRE_BITRATE = 150_000;
/** Share of the limit: a small picture in a small tile is not poor. */
const MEAGRE_SHARE = 0.75;

export type QualityReason = keyof typeof THRESHOLDS;

export interface Verdict {
  quality: Quality;
  /** Causes of the level, worst first; empty if it is good. */
  reasons: QualityReason[];
}

const RANKS: readonly Quality[] = ['good', 'fair', 'poor'];
const rank = (quality: Quality): number => RANKS.indexOf(quality);

/**
 * Judges one sample. Unknown measurements count as good. A new connection is not judged: what the
 * browser tries out at first may overrun it, or use a part of it only.
 */
export function judge(sample: ConnectionSample): Verdict {
  if (sample.ramping) return { quality: 'good', reasons: [] };
  const figures: Record<QualityReason, number | null> = {
    loss_received: sample.received.loss,
    loss_sent: sample.sent.loss,
    round_trip: sample.roundTrip,
    jitter: sample.jitter,
    frozen: sample.frozen,
    bandwidth: isMeagre(sample) ? (sample.limited?.bandwidth ?? null) : null,
    cpu: sample.limited?.cpu ?? null,
  };
  const found = (Object.keys(THRESHOLDS) as QualityReason[])
    .map((reason) => ({ reason, quality: level(figures[reason], THRESHOLDS[reason]) }))
    .filter(({ quality }) => quality !== 'good')
    .sort((a, b) => rank(b.quality) - rank(a.quality));
  return { quality: found[0]?.quality ?? 'good', reasons: found.map(({ reason }) => reason) };
}

/** While a browser probes the bandwidth, it reports itself limited on any network. */
function isMeagre({ sent, allowed }: ConnectionSample): boolean {
  const wanted = (allowed ?? Number.POSITIVE_INFINITY) * MEAGRE_SHARE;
  return sent.bitrate !== null && sent.bitrate < Math.min(MEAGRE_BITRATE, wanted);
}

function level(value: number | null, { fair, poor }: { fair: number; poor: number }): Quality {
  if (value === null || !(value >= fair)) return 'good';
  return value >= poor ? 'poor' : 'fair';
}

const SAMPLES_TO_WORSEN = 2;
const SAMPLES_TO_IMPROVE = 3;

/** The shown level, and the evidence for another one. */
export interface Judgement extends Verdict {
  /** Consecutive samples that were worse or better, and the one nearest to the shown level. */
  streak: { towards: 'worse' | 'better'; count: number; nearest: Verdict } | null;
}

export const UNJUDGED: Judgement = { quality: 'good', reasons: [], streak: null };

/**
 * Updates the shown level. Two worse samples in a row lower it, three better ones raise it, and
 * only as far as all of them agree. A single bad moment changes nothing, so the display does not
 * flicker.
 */
export function nextJudgement(before: Judgement, verdict: Verdict): Judgement {
  const difference = rank(verdict.quality) - rank(before.quality);
  if (difference === 0) return { ...verdict, streak: null };
  const towards = difference > 0 ? 'worse' : 'better';
  const streak = before.streak?.towards === towards ? before.streak : null;
  const count = (streak?.count ?? 0) + 1;
  const nearest = streak ? nearer(streak.nearest, verdict, towards) : verdict;
  if (count >= (towards === 'worse' ? SAMPLES_TO_WORSEN : SAMPLES_TO_IMPROVE)) {
    return { ...nearest, streak: null };
  }
  return { ...before, streak: { towards, count, nearest } };
}

/** Of two verdicts on the same side, the one nearer to the shown level; the newer if equal. */
function nearer(a: Verdict, b: Verdict, towards: 'worse' | 'better'): Verdict {
  const difference = rank(b.quality) - rank(a.quality);
  return (towards === 'worse' ? difference <= 0 : difference >= 0) ? b : a;
}

/**
 * Quality of the own sending: what most connections have in common. One participant who is hard to
 * reach says nothing about the sender.
 */
export function uplink(samples: readonly ConnectionSample[]): ConnectionSample | null {
  if (samples.length === 0) return null;
  const values = (of: (sample: ConnectionSample) => number | null): number[] =>
    samples.map(of).filter((value) => value !== null);
  const largest = (of: (sample: ConnectionSample) => VideoFigures | null): VideoFigures | null =>
    samples.map(of).reduce((a, b) => (b && (!a || area(b) > area(a)) ? b : a), null);
  const limited = samples.map((sample) => sample.limited).filter((one) => one !== null);
  return {
    ramping: samples.every(({ ramping }) => ramping),
    received: { bitrate: sum(values((one) => one.received.bitrate)), ...NOTHING },
    sent: {
      bitrate: sum(values((one) => one.sent.bitrate)),
      loss: middle(values((one) => one.sent.loss)),
      camera: largest((one) => one.sent.camera),
      screen: largest((one) => one.sent.screen),
    },
    allowed: sum(values((one) => one.allowed)),
    roundTrip: middle(values((one) => one.roundTrip)),
    jitter: null,
    freezes: null,
    frozen: null,
    limited:
      limited.length === 0
        ? null
        : {
            bandwidth: middle(limited.map(({ bandwidth }) => bandwidth)) ?? 0,
            // One processor encodes for all connections.
            cpu: Math.max(...limited.map(({ cpu }) => cpu)),
          },
    route: null,
  };
}

const NOTHING = { loss: null, camera: null, screen: null };

function area({ width, height }: VideoFigures): number {
  return width * height;
}

function sum(values: number[]): number | null {
  return values.length === 0 ? null : values.reduce((a, b) => a + b, 0);
}

/** The median; the lower of two middle values. */
function middle(values: number[]): number | null {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? null;
}

/** Advice for the person. */
export type Advice =
  | 'at_their_end'
  | 'nearer_router'
  | 'stop_downloads'
  | 'camera_off'
  | 'close_programs'
  | 'allow_udp'
  | 'nearer_relay'
  | 'vpn_off';

const MOST_ADVICE = 3;

/**
 * Advice, most helpful first. `alone`: only this one of several connections is not good. `sending`:
 * the own camera is on.
 */
export function advise(
  { quality, reasons }: Verdict,
  sample: ConnectionSample,
  { alone, sending }: { alone: boolean; sending: boolean },
): Advice[] {
  if (quality === 'good') return [];
  const has = (...some: QualityReason[]): boolean => some.some((one) => reasons.includes(one));
  const network = has('loss_received', 'loss_sent', 'round_trip', 'jitter', 'frozen', 'bandwidth');
  const advice: [boolean, Advice][] = [
    [alone && network, 'at_their_end'],
    [network && isRelayedOverTcp(sample), 'allow_udp'],
    [has('cpu'), 'close_programs'],
    [!alone && has('loss_received', 'loss_sent', 'jitter', 'frozen'), 'nearer_router'],
    [!alone && has('loss_received', 'loss_sent', 'bandwidth', 'frozen'), 'stop_downloads'],
    [has('round_trip') && sample.route?.relayed === true, 'nearer_relay'],
    [has('round_trip') && sample.route?.relayed !== true, 'vpn_off'],
    [sending && has('loss_sent', 'bandwidth', 'cpu'), 'camera_off'],
    [!alone && network, 'nearer_router'],
  ];
  const due = advice.filter(([applies]) => applies).map(([, one]) => one);
  return [...new Set(due)].slice(0, MOST_ADVICE);
}

function isRelayedOverTcp({ route }: ConnectionSample): boolean {
  return route?.relayed === true && route.protocol !== null && route.protocol !== 'udp';
}
