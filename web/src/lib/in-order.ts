/** In the order in which they came, where `now` has another one: those already there keep their places. */
export function inOrder(before: readonly string[], now: readonly string[]): string[] {
  const kept = before.filter((id) => now.includes(id));
  return [...kept, ...now.filter((id) => !before.includes(id))];
}
