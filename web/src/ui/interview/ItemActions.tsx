import { ArrowDown, ArrowUp, Copy, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';

import { useStrings } from '../../strings';
import { IconButton } from '../IconButton';

interface ItemActionsProps {
  /** What it is called: "Question 3". */
  name: string;
  first: boolean;
  last: boolean;
  /** No more of them can be. */
  full: boolean;
  onMove: (by: -1 | 1) => void;
  onDuplicate: () => void;
  onRemove: () => void;
  /** Further buttons, before these. */
  children?: ReactNode;
}

/**
 * The buttons of an item in a list of one's own order. What cannot be done just now keeps its button, so that the focus
 * stays on it.
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
