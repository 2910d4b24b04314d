export interface Backoff {
  /** The first wait, in ms. */
  base: number;
  /** The longest wait, in ms. */
  cap: number;
  /** The share of the wait that chance takes away, 0 to 1, so that many clients do not come at once. */
  jitter: number;
}

/** How long to wait before try number `attempt` (from 0), doubling each time; `random` is in [0, 1). */
export function backoffDelay(
  { base, cap, jitter }: Backoff,
  attempt: number,
  random: number,
): number {
  const full = Math.min(cap, base * 2 ** Math.max(0, attempt));
  return Math.round(full * (1 - jitter * random));
}
