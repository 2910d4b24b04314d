/** Levels at which speech starts and stops, and the pause that ends it. */
const START_LEVEL = 0.03;
const STAY_LEVEL = 0.012;
const HOLD_MS = 800;

/** Time of the last loud moment of each speaker, in ms. */
export type Speaking = ReadonlyMap<string, number>;

/**
 * Active speakers, from the present levels and the previous speakers. A clear voice starts speech,
 * a lower level keeps it, and a pause between two words does not end it.
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
