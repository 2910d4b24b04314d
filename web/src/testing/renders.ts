import { createElement } from 'react';

/** Ids in the order in which {@link CountedAvatar} rendered. */
export const rendered: string[] = [];

/** Stands in for `Avatar`: each tile and each row of a participant renders one. */
export function CountedAvatar({ id }: { id: string }) {
  rendered.push(id);
  return createElement('span');
}

/** Ids of the avatars that render meanwhile. */
export function rendersOf(act: () => void): string[] {
  rendered.length = 0;
  act();
  return [...rendered];
}
