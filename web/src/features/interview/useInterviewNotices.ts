import { useEffect, useRef } from 'react';

import { type SectionTime, warningBefore } from '../../lib/interview-clock';
import { questionsOf } from '../../lib/interview-view';
import type { InterviewState, InterviewView } from '../../rtc/protocol.gen';
import { cue } from '../../session/cues';
import { strings } from '../../strings';
import { notify } from '../../ui/toast';

/** Shows for a moment and announces what happens in the interview. */
export function useInterviewNotices(view: InterviewView, section: SectionTime | null): void {
  const { state } = view.clock;
  const before = useRef<InterviewState>(state);
  useEffect(() => {
    if (state === before.current) return;
    before.current = state;
    notify(strings().interview.states[state], 'interview');
  }, [state]);

  const newest = questionsOf(view).at(-1);
  const seen = useRef(newest?.id ?? 0);
  const asks = view.role === 'interviewer';
  useEffect(() => {
    const id = newest?.id ?? 0;
    if (!newest || id <= seen.current) return;
    seen.current = id;
    // Interviewers know what they ask, and hear of what another one does in the list.
    if (asks) return;
    notify(strings().interview.newQuestion, 'question');
    cue('message');
  }, [newest, asks]);

  // Once for each time that a section is entered, and while it has not ended.
  const warned = useRef('');
  const id = section?.section.id;
  const entering = id === undefined ? '' : `${id} ${view.clock.section_entered_ms}`;
  const isEnding = section?.phase === 'ending' && view.clock.state === 'running';
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once, with what is left at that moment.
  useEffect(() => {
    if (!isEnding || !section || warned.current === entering) return;
    warned.current = entering;
    const seconds = Math.min(section.remaining, warningBefore(section.section)) / 1_000;
    notify(strings().interview.endsSoon(section.section.title, Math.ceil(seconds)), 'section');
  }, [isEnding, entering]);
}
