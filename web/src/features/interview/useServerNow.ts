import { useEffect, useReducer } from 'react';

import { untilNextSecond } from '../../lib/interview-clock';
import type { InterviewClock } from '../../rtc/protocol.gen';
import { useRoom } from '../../stores/room';

/** The server's time, told anew whenever the clock shows another second. Nothing is counted. */
export function useServerNow(clock: InterviewClock): number {
  const offset = useRoom((state) => state.clockOffset);
  const [, look] = useReducer((count: number) => count + 1, 0);

  useEffect(() => {
    if (clock.running_since === undefined) return;
    let timer: ReturnType<typeof setTimeout>;
    const goOn = () => {
      // A little late rather than a little early, when it would show the second before.
      timer = setTimeout(
        () => {
          look();
          goOn();
        },
        untilNextSecond(clock, Date.now() + offset) + 4,
      );
    };
    goOn();
    // Timers of a page that nobody sees run late.
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [clock, offset]);

  return Date.now() + offset;
}
