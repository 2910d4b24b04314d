import { useEffect, useRef } from 'react';

import { questionsOf } from '../../lib/interview-view';
import type { InterviewView } from '../../protocol/protocol.gen';
import { initialInterviewPanel, useInterviewPanel } from '../../stores/interview-panel';
import { openQuietly } from '../../stores/panel';
import { BESIDE } from '../../styles/breakpoints';

/** Opens the panel where it stands beside the stage, and for candidates with each new question. */
export function useAutoOpen(view: InterviewView): void {
  useEffect(() => {
    useInterviewPanel.setState(initialInterviewPanel, true);
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
