export interface Backoff {
  /** First wait in ms. */
  base: number;
  /** Longest wait in ms. */
  cap: number;
  /** Random share of each wait, 0 to 1. It keeps many clients from retrying at once. */
  jitter: number;
}

/** Wait before retry `attempt` (from 0) in ms. It doubles each time; `random` is in [0, 1). */
export function backoffDelay(
  { base, cap, jitter }: Backoff,
  attempt: number,
  random: number,
): number {
  const full = Math.min(cap, base * 2 ** Math.max(0, attempt));
  return Math.round(full * (1 - jitter * random));
}
