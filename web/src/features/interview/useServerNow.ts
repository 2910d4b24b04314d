import { useEffect, useReducer } from 'react';

import { untilNextSecond } from '../../lib/interview-clock';
import type { InterviewClock } from '../../protocol/protocol.gen';
import { useRoom } from '../../stores/room';

/** The server's time. Renders when the interview clock's second changes; keeps no counter. */
export function useServerNow(clock: InterviewClock): number {
  const offset = useRoom((state) => state.clockOffset);
  const [, look] = useReducer((count: number) => count + 1, 0);

  useEffect(() => {
    if (clock.running_since === undefined) return;
    let timer: ReturnType<typeof setTimeout>;
    const goOn = () => {
      // 4 ms late: an early timer would show the previous second.
      timer = setTimeout(
        () => {
          look();
          goOn();
        },
        untilNextSecond(clock, Date.now() + offset) + 4,
      );
    };
    goOn();
    // Browsers delay timers of hidden pages.
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [clock, offset]);

  return Date.now() + offset;
}
