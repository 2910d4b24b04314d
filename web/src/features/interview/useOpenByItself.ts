import { useEffect, useRef } from 'react';

import { questionsOf } from '../../lib/interview-view';
import type { InterviewView } from '../../rtc/protocol.gen';
import { openQuietly } from '../../stores/panel';

/** As in Room.css: from here on a panel lies beside the stage, and not over it. */
const BESIDE = '(min-width: 861px)';

/** The panel opens by itself where it covers nothing, and for a candidate with each new question. */
export function useOpenByItself(view: InterviewView): void {
  useEffect(() => {
    if (matchMedia(BESIDE).matches) openQuietly('interview');
  }, []);

  const newest = questionsOf(view).at(-1)?.id ?? 0;
  const seen = useRef(newest);
  const isCandidate = view.role === 'candidate';
  useEffect(() => {
    if (newest > seen.current && isCandidate) openQuietly('interview');
    seen.current = newest;
  }, [newest, isCandidate]);
}
