import { useEffect, useRef } from 'react';

type Close = () => unknown;
type Layer = { current: Close };

/** Open layers that Escape may close, the innermost last. */
const layers: Layer[] = [];

/**
 * Calls `close` on Escape, wherever the focus is, unless something opened later takes the key. It
 * returns false if it had nothing to close. A dialog closes by itself first, and so does a field or
 * a menu that prevents the key's default.
 */
export function useEscape(close: Close): void {
  const latest = useRef(close);
  useEffect(() => {
    latest.current = close;
  });
  useEffect(() => {
    if (layers.length === 0) document.addEventListener('keydown', closeInnermost);
    layers.push(latest);
    return () => {
      layers.splice(layers.lastIndexOf(latest), 1);
      if (layers.length === 0) document.removeEventListener('keydown', closeInnermost);
    };
  }, []);
}

function closeInnermost(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
  if (document.querySelector('dialog[open]')) return;
  if (layers.findLast(({ current: close }) => close() !== false)) event.preventDefault();
}
