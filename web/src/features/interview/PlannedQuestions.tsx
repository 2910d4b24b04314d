import { useId } from 'react';

import { askPlanned } from '../../actions/interview-keys';
import { unasked } from '../../lib/next-question';
import type { AskedQuestion, InterviewPlan, QuestionSpec } from '../../protocol/protocol.gen';
import { useInterviewPanel } from '../../stores/interview-panel';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { ForInterviewers } from './ForInterviewers';

interface PlannedQuestionsProps {
  plan: InterviewPlan;
  asked: readonly AskedQuestion[];
  /** True if questions can be asked now. */
  open: boolean;
}

/** Planned questions that nobody has asked yet. */
export function PlannedQuestions({ plan, asked, open }: PlannedQuestionsProps) {
  const t = useStrings().interview;
  const busy = useInterviewPanel((state) => state.asking);
  const all = plan.questions;
  if (all.length === 0) return <p className="interview-none">{t.nonePlanned}</p>;
  const left = unasked(plan, asked);
  return (
    <>
      <p className="interview-meta">{t.planned(all.length - left.length, all.length)}</p>
      <ol className="interview-planned">
        {left.map(({ spec, index }) => (
          <Planned
            key={index}
            spec={spec}
            open={open}
            busy={busy}
            onAsk={() => void askPlanned(index)}
          />
        ))}
      </ol>
    </>
  );
}

interface PlannedProps {
  spec: QuestionSpec;
  open: boolean;
  busy: boolean;
  onAsk: () => void;
}

function Planned({ spec, open, busy, onAsk }: PlannedProps) {
  const t = useStrings();
  const textId = useId();
  const meta = [
    spec.category,
    spec.difficulty && t.question.difficulties[spec.difficulty],
    spec.minutes !== undefined && t.interview.minutes(spec.minutes),
  ].filter((part) => part);
  return (
    <li className="interview-card">
      <p id={textId} className="interview-question" dir="auto">
        {spec.text}
      </p>
      {meta.length > 0 && <p className="interview-meta">{meta.join(' · ')}</p>}
      <ForInterviewers spec={spec} />
      <Button size="small" busy={busy} disabled={!open} aria-describedby={textId} onClick={onAsk}>
        {t.interview.askThis}
      </Button>
    </li>
  );
}
