import { randomId } from '../../lib/random-id';

const keys = new WeakMap<object, string>();

/** Tells things apart that have no id, for as long as they are the same object. */
export function keyOf(item: object): string {
  const known = keys.get(item);
  if (known !== undefined) return known;
  const key = randomId();
  keys.set(item, key);
  return key;
}

/** What takes the place of something is still that, to whoever looks at it. */
export function inPlaceOf<T extends object>(before: object, after: T): T {
  keys.set(after, keyOf(before));
  return after;
}
