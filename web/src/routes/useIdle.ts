import { useEffect, useState } from 'react';

/** Time without a movement after which the person only watches, in ms. */
const IDLE = 3_000;

/** True while `watched` and neither pointer nor keyboard have been used for 3 seconds. */
export function useIdle(watched: boolean): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    if (!watched) return;
    let timer = setTimeout(() => setIdle(true), IDLE);
    const wake = () => {
      setIdle(false);
      clearTimeout(timer);
      timer = setTimeout(() => setIdle(true), IDLE);
    };
    const over = new AbortController();
    for (const event of ['pointermove', 'pointerdown', 'keydown', 'focusin']) {
      document.addEventListener(event, wake, { signal: over.signal });
    }
    return () => {
      clearTimeout(timer);
      over.abort();
      setIdle(false);
    };
  }, [watched]);
  return idle;
}
