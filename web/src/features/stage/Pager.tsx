import './Pager.css';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { type PointerEvent, useRef } from 'react';

import { useStrings } from '../../strings';
import { IconButton } from '../../ui/IconButton';

interface PagerProps {
  page: number;
  pages: number;
  onPage: (page: number) => void;
}

/** Turns the pages of tiles that do not fit on the stage together. */
export function Pager({ page, pages, onPage }: PagerProps) {
  const t = useStrings();
  if (pages < 2) return null;
  return (
    <div className="pager">
      <IconButton
        label={t.layouts.previousPage}
        icon={ChevronLeft}
        aria-disabled={page === 0 || undefined}
        onClick={() => onPage(Math.max(0, page - 1))}
      />
      <p className="pager-page" aria-live="polite">
        {t.layouts.page(page + 1, pages)}
      </p>
      <IconButton
        label={t.layouts.nextPage}
        icon={ChevronRight}
        aria-disabled={page === pages - 1 || undefined}
        onClick={() => onPage(Math.min(pages - 1, page + 1))}
      />
    </div>
  );
}

/** Shortest swipe, in CSS pixels. */
const SWIPE = 48;

/** Calls back with 1 for a swipe to the next page and -1 for one to the previous page. */
export function useSwipe(onSwipe: (step: 1 | -1) => void) {
  const start = useRef<{ x: number; y: number } | null>(null);
  return {
    onPointerDown: ({ pointerType, clientX: x, clientY: y }: PointerEvent) => {
      start.current = pointerType === 'mouse' ? null : { x, y };
    },
    onPointerUp: (event: PointerEvent) => {
      if (!start.current) return;
      const [x, y] = [event.clientX - start.current.x, event.clientY - start.current.y];
      start.current = null;
      if (Math.abs(x) < SWIPE || Math.abs(x) < 2 * Math.abs(y)) return;
      const isRtl = getComputedStyle(event.currentTarget).direction === 'rtl';
      onSwipe(x < 0 === !isRtl ? 1 : -1);
    },
    onPointerCancel: () => {
      start.current = null;
    },
  };
}
