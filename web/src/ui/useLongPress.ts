import {
  type MouseEvent,
  type PointerEvent,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from 'react';

/** How long a finger rests, in ms, and how far it may move, in pixels. */
const LONG = 450;
const NEAR = 10;

/**
 * True from a long press of a finger until a touch elsewhere. A long press of a link stays the
 * browser's.
 */
export function useLongPress(ref: RefObject<HTMLElement | null>) {
  const [pressed, setPressed] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const from = useRef({ x: 0, y: 0 });
  const cancel = () => clearTimeout(timer.current);
  useEffect(() => () => clearTimeout(timer.current), []);

  useEffect(() => {
    if (!pressed) return;
    const elsewhere = ({ target }: Event) => {
      if (target instanceof Node && !ref.current?.contains(target)) setPressed(false);
    };
    document.addEventListener('pointerdown', elsewhere);
    return () => document.removeEventListener('pointerdown', elsewhere);
  }, [pressed, ref]);

  const isLink = (target: EventTarget) => target instanceof Element && target.closest('a') !== null;
  return {
    pressed,
    release: () => setPressed(false),
    handlers: {
      onPointerDown: ({ pointerType, target, clientX, clientY }: PointerEvent) => {
        cancel();
        if (pointerType === 'mouse' || isLink(target)) return;
        from.current = { x: clientX, y: clientY };
        timer.current = setTimeout(() => setPressed(true), LONG);
      },
      onPointerMove: ({ clientX, clientY }: PointerEvent) => {
        if (Math.hypot(clientX - from.current.x, clientY - from.current.y) > NEAR) cancel();
      },
      onPointerUp: cancel,
      onPointerCancel: cancel,
      // Android opens a menu on a long press, which would cancel the pointer.
      onContextMenu: (event: MouseEvent) => {
        const { pointerType } = event.nativeEvent as globalThis.PointerEvent;
        if (pointerType !== 'touch' || isLink(event.target)) return;
        event.preventDefault();
        cancel();
        setPressed(true);
      },
    },
  };
}
