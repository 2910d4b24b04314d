/** One look at the server's clock. */
export interface TimeSample {
  /** Server clock minus this clock, in ms, taken halfway between asking and being told. */
  offset: number;
  /** From asking to being told, in ms: half of it is how wrong the offset may be. */
  roundTrip: number;
  /** When, in ms by this clock. */
  at: number;
}

/** Clocks drift apart: what was measured longer ago says less than a worse look now. */
const OLD = 10 * 60_000;
const MOST = 16;

/** With another sample, and without those that are too old. */
export function withSample(samples: readonly TimeSample[], sample: TimeSample): TimeSample[] {
  const fresh = samples.filter(({ at }) => sample.at - at <= OLD && at <= sample.at);
  return [...fresh, sample].slice(-MOST);
}

/** What the best of them says: the one that was answered the fastest. */
export function bestOffset(samples: readonly TimeSample[]): number | null {
  const [first, ...rest] = samples;
  if (!first) return null;
  return rest.reduce((best, one) => (one.roundTrip <= best.roundTrip ? one : best), first).offset;
}

/** How far two clocks of the same machine may part before one of them was set. */
const JUMP = 400;

/** Whether the time of day was set, or the machine slept, between two looks at both clocks. */
export function hasJumped(
  before: { wall: number; steady: number },
  now: { wall: number; steady: number },
): boolean {
  return Math.abs(now.wall - before.wall - (now.steady - before.steady)) > JUMP;
}
