import { randomId } from '../../lib/random-id';

const keys = new WeakMap<object, string>();

/** Keys for items without ids, one for each object. */
export function keyOf(item: object): string {
  const known = keys.get(item);
  if (known !== undefined) return known;
  const key = randomId();
  keys.set(item, key);
  return key;
}

/** A replacement keeps the old key, so React does not remount the row. */
export function inPlaceOf<T extends object>(before: object, after: T): T {
  keys.set(after, keyOf(before));
  return after;
}
