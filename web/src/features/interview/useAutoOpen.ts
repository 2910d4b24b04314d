import { useEffect, useRef } from 'react';

import { questionsOf } from '../../lib/interview-view';
import type { InterviewView } from '../../protocol/protocol.gen';
import { initialInterviewPanel, useInterviewPanel } from '../../stores/interview-panel';
import { openQuietly } from '../../stores/panel';
import { BESIDE } from '../../styles/breakpoints';

/**
 * Opens the panel where it stands beside the stage. For candidates also with each new question, and
 * when they come back to one.
 */
export function useAutoOpen(view: InterviewView): void {
  const newest = questionsOf(view).at(-1)?.id ?? 0;
  const seen = useRef(newest);
  const isCandidate = view.role === 'candidate';
  const comesBack = useRef(isCandidate && newest > 0 && view.clock.state !== 'ended');
  useEffect(() => {
    useInterviewPanel.setState(initialInterviewPanel, true);
    if (matchMedia(BESIDE).matches || comesBack.current) openQuietly('interview');
  }, []);

  useEffect(() => {
    if (newest > seen.current && isCandidate) openQuietly('interview');
    seen.current = newest;
  }, [newest, isCandidate]);
}
