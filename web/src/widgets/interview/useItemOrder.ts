import { useLayoutEffect, useRef, useState } from 'react';

import { insertItem, moveItem, removeItem } from '../../lib/list-edits';
import { announce } from '../../stores/toasts';
import { useStrings } from '../../strings';

interface ItemOrder<Item> {
  items: readonly Item[];
  /** Positions of the shown items, in order: an item moves past the next shown one. */
  shown: readonly number[];
  keyOf: (item: Item) => string;
  /** Name of an item by its number, from 1. */
  nameOf: (number: number) => string;
  copy: (item: Item) => Item;
  onChange: (items: Item[]) => void;
}

/**
 * Moves, duplicates and deletes items of an ordered list; keeps the focus and announces the change.
 */
export function useItemOrder<Item>({
  items,
  shown,
  keyOf,
  nameOf,
  copy,
  onChange,
}: ItemOrder<Item>) {
  const t = useStrings();
  const [removed, setRemoved] = useState<{ item: Item; at: number } | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const focusNext = useRef<string | null>(null);

  // Moving an element in the page loses its focus.
  useLayoutEffect(() => {
    if (focusNext.current === null) return;
    // If the item is no longer shown, the list takes the focus.
    const wanted = list.current?.querySelector<HTMLElement>(focusNext.current) ?? list.current;
    focusNext.current = null;
    wanted?.focus();
    wanted?.scrollIntoView({ block: 'nearest' });
  });

  /** Focuses this part of the item once it is shown. */
  const focusOn = (item: Item, part: string) => {
    focusNext.current = `[data-item="${keyOf(item)}"] ${part}`;
  };
  const apply = (next: Item[]) => {
    setRemoved(null);
    onChange(next);
  };

  const move = (at: number, by: -1 | 1) => {
    const item = items[at];
    const to = shown[shown.indexOf(at) + by];
    if (item === undefined || to === undefined) return;
    const ends = by < 0 ? to === shown[0] : to === shown.at(-1);
    focusOn(item, `[data-part=${by < 0 === ends ? 'down' : 'up'}]`);
    apply(moveItem(items, at, to));
    announce(t.ordering.movedTo(to + 1, items.length));
  };
  const duplicate = (at: number) => {
    const item = items[at];
    if (item === undefined) return;
    const twin = copy(item);
    focusOn(twin, '[data-part=duplicate]');
    apply(insertItem(items, at + 1, twin));
    announce(t.ordering.duplicated(nameOf(at + 2)));
  };
  const remove = (at: number) => {
    const item = items[at];
    if (item === undefined) return;
    focusNext.current = '[data-part=undo]';
    apply(removeItem(items, at));
    setRemoved({ item, at });
    announce(t.ordering.removed(nameOf(at + 1)));
  };
  const undo = () => {
    if (!removed) return;
    focusOn(removed.item, '[data-part=remove]');
    apply(insertItem(items, removed.at, removed.item));
    announce(t.ordering.undone(nameOf(removed.at + 1)));
  };

  return { list, removed, focusOn, apply, move, duplicate, remove, undo };
}
