import { ArrowDown, ArrowUp, Copy, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';

import { useStrings } from '../../strings';
import { IconButton } from '../../ui/IconButton';

interface ItemActionsProps {
  /** Name of the item, such as "Question 3". */
  name: string;
  first: boolean;
  last: boolean;
  /** True if the list is full. */
  full: boolean;
  onMove: (by: -1 | 1) => void;
  onDuplicate: () => void;
  onRemove: () => void;
  /** Further buttons, before these. */
  children?: ReactNode;
}

/**
 * Buttons of an item in an ordered list. Unavailable ones are disabled, not removed, so that they
 * keep the focus.
 */
export function ItemActions({
  name,
  first,
  last,
  full,
  onMove,
  onDuplicate,
  onRemove,
  children,
}: ItemActionsProps) {
  const t = useStrings();
  return (
    <div className="item-actions">
      {children}
      <IconButton
        label={t.ordering.moveUp(name)}
        icon={ArrowUp}
        data-part="up"
        aria-disabled={first || undefined}
        onClick={() => !first && onMove(-1)}
      />
      <IconButton
        label={t.ordering.moveDown(name)}
        icon={ArrowDown}
        data-part="down"
        aria-disabled={last || undefined}
        onClick={() => !last && onMove(1)}
      />
      <IconButton
        label={t.ordering.duplicate(name)}
        icon={Copy}
        data-part="duplicate"
        aria-disabled={full || undefined}
        onClick={() => !full && onDuplicate()}
      />
      <IconButton
        label={t.ordering.remove(name)}
        icon={Trash2}
        data-part="remove"
        onClick={onRemove}
      />
    </div>
  );
}
