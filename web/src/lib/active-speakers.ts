/** How loud it is to get, and for how long quiet, to count as a change. */
const START_LEVEL = 0.03;
const STAY_LEVEL = 0.012;
const HOLD_MS = 800;

/** Since when each speaker counts as one: the ms of the last time it was loud enough. */
export type Speaking = ReadonlyMap<string, number>;

/**
 * Who speaks, from how loud each is now and who spoke before. It takes a clear voice to start, less to
 * go on, and a pause between two words does not end it.
 */
export function nextSpeaking(
  before: Speaking,
  levels: Iterable<readonly [string, number]>,
  now: number,
): Speaking {
  const next = new Map<string, number>();
  for (const [id, level] of levels) {
    const last = before.get(id);
    if (level >= (last === undefined ? START_LEVEL : STAY_LEVEL)) next.set(id, now);
    else if (last !== undefined && now - last < HOLD_MS) next.set(id, last);
  }
  return next;
}
