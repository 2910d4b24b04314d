/** The ids of `now` in stable order: known ids keep their places, new ones follow. */
export function stableOrder(before: readonly string[], now: readonly string[]): string[] {
  const kept = before.filter((id) => now.includes(id));
  return [...kept, ...now.filter((id) => !before.includes(id))];
}
