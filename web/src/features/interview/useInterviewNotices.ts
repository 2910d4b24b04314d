import { useEffect, useRef } from 'react';

import { type SectionTime, warningBefore } from '../../lib/interview-clock';
import { questionsOf } from '../../lib/interview-view';
import type { InterviewState, InterviewView } from '../../protocol/protocol.gen';
import { cue } from '../../session/cues';
import { announce, notify } from '../../stores/toasts';
import { strings } from '../../strings';

/** Shows and announces events of the interview as toasts. */
export function useInterviewNotices(view: InterviewView, section: SectionTime | null): void {
  const { role } = view;
  const { state } = view.clock;
  const before = useRef<InterviewState>(state);
  useEffect(() => {
    if (state === before.current) return;
    before.current = state;
    // Announced only: the bar shows the state.
    announce(strings().interview.states[state]);
  }, [state]);

  const newest = questionsOf(view).at(-1);
  const seen = useRef(newest?.id ?? 0);
  useEffect(() => {
    const id = newest?.id ?? 0;
    if (!newest || id <= seen.current) return;
    seen.current = id;
    const { newQuestion } = strings().interview;
    // Candidates' panels open by themselves, and interviewers see the list of questions.
    if (role === 'observer') notify(newQuestion, 'question');
    else announce(newQuestion);
    if (role === 'candidate') cue('message');
  }, [newest, role]);

  // Warns once per entry into a section, before the section's end.
  const warned = useRef('');
  const id = section?.section.id;
  const entering = id === undefined ? '' : `${id} ${view.clock.section_entered_ms}`;
  const isEnding = section?.phase === 'ending' && view.clock.state === 'running';
  // biome-ignore lint/correctness/useExhaustiveDependencies: warns once, with the time left at that moment.
  useEffect(() => {
    if (!isEnding || !section || warned.current === entering) return;
    warned.current = entering;
    const seconds = Math.min(section.remaining, warningBefore(section.section)) / 1_000;
    notify(strings().interview.endsSoon(section.section.title, Math.ceil(seconds)), 'section');
  }, [isEnding, entering]);
}
