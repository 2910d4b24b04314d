import './ItemList.css';

import { Plus } from 'lucide-react';
import { type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react';

import { moved, withItem, without } from '../../lib/ordered';
import { useStrings } from '../../strings';
import { Button } from '../Button';
import { announce } from '../toast';
import { ItemActions } from './ItemActions';

interface ItemListProps<Item extends { key: string }> {
  items: Item[];
  /** What one is called by its number, from 1. */
  nameOf: (number: number) => string;
  addLabel: string;
  max: number;
  make: () => Item;
  copy: (item: Item) => Item;
  onChange: (items: Item[]) => void;
  /** Shows an item; `change` puts another in its place. */
  show: (item: Item, change: (item: Item) => void) => ReactNode;
  /** A further button of an item, before those of its order. */
  more?: (item: Item, name: string) => ReactNode;
  /** Beside the button that adds one. */
  children?: ReactNode;
}

/** Things in an order of one's own: added, moved, duplicated, and deleted with a way back. */
export function ItemList<Item extends { key: string }>({
  items,
  nameOf,
  addLabel,
  max,
  make,
  copy,
  onChange,
  show,
  more,
  children,
}: ItemListProps<Item>) {
  const t = useStrings();
  const [removed, setRemoved] = useState<{ item: Item; at: number } | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const focusNext = useRef<string | null>(null);
  const prefix = useId();
  const full = items.length >= max;

  // Moving an element in the page takes its focus.
  useLayoutEffect(() => {
    if (focusNext.current === null) return;
    const wanted = list.current?.querySelector<HTMLElement>(focusNext.current);
    focusNext.current = null;
    wanted?.focus();
    wanted?.scrollIntoView({ block: 'nearest' });
  });

  const place = (key: string) => `[data-item="${key}"]`;
  const apply = (next: Item[], focus: string) => {
    setRemoved(null);
    focusNext.current = focus;
    onChange(next);
  };
  const add = () => {
    if (full) return;
    const item = make();
    apply([...items, item], `${place(item.key)} :is(input, textarea)`);
  };
  const move = (item: Item, at: number, by: -1 | 1) => {
    const to = at + by;
    const end = to === 0 ? 'down' : to === items.length - 1 ? 'up' : by < 0 ? 'up' : 'down';
    apply(moved(items, at, to), `${place(item.key)} [data-part=${end}]`);
    announce(t.ordering.movedTo(to + 1, items.length));
  };
  const duplicate = (item: Item, at: number) => {
    const twin = copy(item);
    apply(withItem(items, at + 1, twin), `${place(twin.key)} [data-part=duplicate]`);
    announce(t.ordering.duplicated(nameOf(at + 2)));
  };
  const remove = (item: Item, at: number) => {
    apply(without(items, at), '[data-part=undo]');
    setRemoved({ item, at });
    announce(t.ordering.removed(nameOf(at + 1)));
  };
  const undo = () => {
    if (!removed) return;
    const { item, at } = removed;
    apply(withItem(items, at, item), `${place(item.key)} [data-part=remove]`);
    announce(t.ordering.undone(nameOf(at + 1)));
  };

  const rows = items.map((item, at) => {
    const name = nameOf(at + 1);
    const nameId = `${prefix}-${item.key}`;
    return (
      <li key={item.key} data-item={item.key}>
        {/* biome-ignore lint/a11y/useSemanticElements: a legend cannot stand beside its buttons. */}
        <div className="item" role="group" aria-labelledby={nameId}>
          <div className="item-head">
            <span className="item-name" id={nameId}>
              {name}
            </span>
            <ItemActions
              name={name}
              first={at === 0}
              last={at === items.length - 1}
              full={full}
              onMove={(by) => move(item, at, by)}
              onDuplicate={() => duplicate(item, at)}
              onRemove={() => remove(item, at)}
            >
              {more?.(item, name)}
            </ItemActions>
          </div>
          {show(item, (next) => onChange(items.map((one) => (one.key === item.key ? next : one))))}
        </div>
      </li>
    );
  });
  if (removed) {
    rows.splice(
      removed.at,
      0,
      <li key="removed" className="item-removed">
        <span>{t.ordering.removed(nameOf(removed.at + 1))}</span>
        <Button variant="quiet" size="small" data-part="undo" onClick={undo}>
          {t.ordering.undo}
        </Button>
      </li>,
    );
  }

  return (
    <>
      <ul className="item-list" ref={list}>
        {rows}
      </ul>
      <div className="item-add">
        <Button size="small" icon={Plus} disabled={full} onClick={add}>
          {addLabel}
        </Button>
        {children}
        {full && <p className="field-note">{t.plan.full(max)}</p>}
      </div>
    </>
  );
}
