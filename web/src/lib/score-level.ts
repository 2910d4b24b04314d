/** Levels of a rubric, from 0 (poor) to 4 (excellent); the texts have a word for each. */
export const LEVELS = [0, 1, 2, 3, 4] as const;

/** The level of a score from 0 to 10: two points a level, and 0 is poor like 1 and 2. */
export function scoreLevel(points: number): number {
  return Math.min(4, Math.max(0, Math.ceil(points / 2) - 1));
}
