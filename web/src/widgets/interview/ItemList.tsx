import './ItemList.css';

import { Plus } from 'lucide-react';
import { type ReactNode, useId } from 'react';

import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { ItemActions } from './ItemActions';
import { RemovedItem } from './RemovedItem';
import { useItemOrder } from './useItemOrder';

interface ItemListProps<Item extends { key: string }> {
  items: Item[];
  /** Name of an item by its number, from 1. */
  nameOf: (number: number) => string;
  addLabel: string;
  max: number;
  make: () => Item;
  copy: (item: Item) => Item;
  onChange: (items: Item[]) => void;
  /** Shows an item; `change` replaces it. */
  show: (item: Item, change: (item: Item) => void) => ReactNode;
  /** Further buttons of an item, before those that move it. */
  more?: (item: Item, name: string) => ReactNode;
  /** Shown beside the button that adds an item. */
  children?: ReactNode;
}

/** An ordered list whose items can be added, moved, duplicated, and deleted with undo. */
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
  const prefix = useId();
  const full = items.length >= max;
  const order = useItemOrder({
    items,
    shown: items.map((_, at) => at),
    keyOf: ({ key }) => key,
    nameOf,
    copy,
    onChange,
  });
  const { removed } = order;

  const add = () => {
    const item = make();
    order.focusOn(item, ':is(input, textarea)');
    order.apply([...items, item]);
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
              onMove={(by) => order.move(at, by)}
              onDuplicate={() => order.duplicate(at)}
              onRemove={() => order.remove(at)}
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
      <RemovedItem key="removed" name={nameOf(removed.at + 1)} onUndo={order.undo} />,
    );
  }

  return (
    <>
      <ul className="item-list" ref={order.list} tabIndex={-1}>
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
