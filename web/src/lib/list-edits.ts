/** Copy of the list with one item moved. */
export function moveItem<T>(items: readonly T[], from: number, to: number): T[] {
  if (from < 0 || from >= items.length || to < 0 || to >= items.length) return [...items];
  const others = [...items];
  others.splice(to, 0, ...others.splice(from, 1));
  return others;
}

export function removeItem<T>(items: readonly T[], at: number): T[] {
  return items.filter((_, index) => index !== at);
}

export function insertItem<T>(items: readonly T[], at: number, item: T): T[] {
  return [...items.slice(0, at), item, ...items.slice(at)];
}
