/** A sample of the server's clock. */
export interface TimeSample {
  /** Server clock minus this clock in ms, at the middle of the round trip. */
  offset: number;
  /** Round trip in ms; half of it is the error of the offset. */
  roundTrip: number;
  /** Time of the sample in ms, by this clock. */
  at: number;
}

/** Clocks drift: an old sample is worth less than a slower new one. */
const OLD = 10 * 60_000;
const MOST = 16;

/** Adds a sample and drops old ones. */
export function withSample(samples: readonly TimeSample[], sample: TimeSample): TimeSample[] {
  const fresh = samples.filter(({ at }) => sample.at - at <= OLD && at <= sample.at);
  return [...fresh, sample].slice(-MOST);
}

/** Offset of the best sample: the one with the shortest round trip. */
export function bestOffset(samples: readonly TimeSample[]): number | null {
  const [first, ...rest] = samples;
  if (!first) return null;
  return rest.reduce((best, one) => (one.roundTrip <= best.roundTrip ? one : best), first).offset;
}

/** How far two clocks of one machine may part, in ms, before one of them was set. */
const JUMP = 400;

/** True if the clock was set, or the machine slept, between two readings of both clocks. */
export function hasJumped(
  before: { wall: number; steady: number },
  now: { wall: number; steady: number },
): boolean {
  return Math.abs(now.wall - before.wall - (now.steady - before.steady)) > JUMP;
}
