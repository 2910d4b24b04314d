import { type FocusEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';

import { rowWindow } from '../../lib/row-window';
import type { ParticipantId } from '../../protocol/protocol.gen';
import { useElementSize } from '../../ui/useElementSize';
import { Person } from './Person';

/** Lists up to this length are mounted whole. */
const WHOLE = 50;
/** Height of a row until one is measured, in CSS pixels. */
const ASSUMED = 58;
/** Extent beyond the visible part in which rows are mounted, in CSS pixels. */
const MARGIN = 400;
/** Scrolling mounts rows in steps of this height, so that it does not render for every pixel. */
const STEP = 200;

interface PeopleListProps {
  ids: readonly ParticipantId[];
  label: string;
}

/**
 * Rows of the participants. Of a long list only the part in sight is mounted, and the row with the
 * focus with its neighbours, so that Tab goes from row to row wherever the list is scrolled to.
 */
export function PeopleList({ ids, label }: PeopleListProps) {
  const list = useRef<HTMLUListElement>(null);
  const windowed = ids.length > WHOLE;
  const { height } = useElementSize(list);
  const [top, setTop] = useState(0);
  const [focused, setFocused] = useState<ParticipantId | null>(null);
  const { usual, heights } = useRowHeights(list, windowed);
  const { rows, gaps, after } = useMemo(() => {
    const index = focused === null ? -1 : ids.indexOf(focused);
    return rowWindow({
      heights: ids.map((id) => heights.get(id) ?? usual),
      ...(windowed ? { top, height } : { top: 0, height: Number.POSITIVE_INFINITY }),
      margin: MARGIN,
      kept: index < 0 ? [] : [index - 1, index, index + 1],
    });
  }, [ids, heights, usual, windowed, top, height, focused]);

  return (
    <ul
      ref={list}
      className="people"
      aria-label={label}
      onScroll={({ currentTarget }) => setTop(Math.floor(currentTarget.scrollTop / STEP) * STEP)}
      onFocus={({ target }) => setFocused(rowOf(target))}
      onBlur={({ relatedTarget, currentTarget }: FocusEvent) => {
        if (!currentTarget.contains(relatedTarget)) setFocused(null);
      }}
    >
      {rows.map((index, place) => {
        const id = ids[index] as ParticipantId;
        return (
          <li
            key={id}
            data-row={id}
            // The rows that are mounted do not tell how many there are.
            aria-setsize={windowed ? ids.length : undefined}
            aria-posinset={windowed ? index + 1 : undefined}
            style={{
              marginBlockStart: gaps[place] || undefined,
              marginBlockEnd: (place === rows.length - 1 && after) || undefined,
            }}
          >
            <Person id={id} />
          </li>
        );
      })}
    </ul>
  );
}

function rowOf(element: Element): ParticipantId | null {
  return element.closest('[data-row]')?.getAttribute('data-row') ?? null;
}

/** Heights of rows that were mounted: names wrap, and actions open below a row. */
function useRowHeights(list: { current: HTMLElement | null }, windowed: boolean) {
  const [least, setLeast] = useState<number | null>(null);
  const usual = least ?? ASSUMED;
  const [heights, setHeights] = useState<ReadonlyMap<ParticipantId, number>>(new Map());
  // After each render, since rows come and go; a state that stays the same renders nothing.
  useLayoutEffect(() => {
    const rows = list.current?.querySelectorAll('[data-row]');
    if (!windowed || !rows) return;
    const measure = (): void => {
      const measured = new Map<ParticipantId, number>();
      for (const row of rows) {
        const id = rowOf(row);
        if (id !== null) measured.set(id, row.getBoundingClientRect().height);
      }
      const lowest = Math.min(...measured.values());
      // Zero while the list is not laid out.
      if (!(lowest > 0)) return;
      setLeast((before) => Math.min(before ?? lowest, lowest));
      setHeights((before) => {
        const changed = [...measured].filter(([id, height]) => before.get(id) !== height);
        return changed.length === 0 ? before : new Map([...before, ...changed]);
      });
    };
    const observer = new ResizeObserver(measure);
    for (const row of rows) observer.observe(row);
    return () => observer.disconnect();
  });
  return { usual, heights };
}
