import { type CSSProperties, type PointerEvent, type ReactNode, useRef, useState } from 'react';

import { nearestCorner, type Rect } from '../../lib/stage-layout';
import { moveOwnTile } from '../../stores/stage';

interface PlaceProps {
  /** Null hides the children, without unmounting them. */
  rect: Rect | null;
  /** Size of the stage, for a tile that floats over it and can be dragged. */
  room?: { width: number; height: number } | null;
  children: ReactNode;
}

/** Positions its children by style alone, so that each `<video>` survives every layout. */
export function Place({ rect, room = null, children }: PlaceProps) {
  const { offset, ...drag } = useDrag(rect, room);
  const style: CSSProperties = rect
    ? {
        insetInlineStart: Math.round(rect.x),
        insetBlockStart: Math.round(rect.y),
        inlineSize: Math.floor(rect.width),
        blockSize: Math.floor(rect.height),
      }
    : {};
  if (offset) style.translate = `${offset.x}px ${offset.y}px`;
  return (
    <div
      className="place"
      data-floating={room ? '' : undefined}
      data-dragged={offset ? '' : undefined}
      style={style}
      hidden={rect === null}
      {...(room ? drag : {})}
    >
      {children}
    </div>
  );
}

interface Point {
  x: number;
  y: number;
}

/** Follows the pointer; on release the tile goes to the nearest corner. */
function useDrag(rect: Rect | null, room: PlaceProps['room']) {
  const [offset, setOffset] = useState<Point | null>(null);
  const start = useRef<Point | null>(null);
  const moved = ({ clientX, clientY }: PointerEvent): Point => ({
    x: clientX - (start.current?.x ?? clientX),
    y: clientY - (start.current?.y ?? clientY),
  });
  const end = () => {
    start.current = null;
    setOffset(null);
  };
  return {
    offset,
    onPointerDown: (event: PointerEvent) => {
      const isButton = event.target instanceof Element && event.target.closest('button');
      if (isButton || event.button !== 0) return;
      // Not a swipe to another page.
      event.stopPropagation();
      event.currentTarget.setPointerCapture(event.pointerId);
      start.current = { x: event.clientX, y: event.clientY };
    },
    onPointerMove: (event: PointerEvent) => {
      if (start.current) setOffset(moved(event));
    },
    onPointerUp: (event: PointerEvent) => {
      if (start.current && rect && room) {
        const { x, y } = moved(event);
        const isRtl = getComputedStyle(event.currentTarget).direction === 'rtl';
        const centre = {
          x: rect.x + rect.width / 2 + (isRtl ? -x : x),
          y: rect.y + rect.height / 2 + y,
        };
        moveOwnTile(nearestCorner(centre.x, centre.y, room.width, room.height));
      }
      end();
    },
    onPointerCancel: end,
  };
}
