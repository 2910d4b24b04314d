import { useId } from 'react';

import type { AskedQuestion, InterviewPlan, QuestionSpec } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Problem } from '../../ui/Problem';
import { useSend } from './useSend';

interface PlannedQuestionsProps {
  plan: InterviewPlan;
  asked: readonly AskedQuestion[];
  /** True if questions can be asked now. */
  open: boolean;
}

/** Planned questions that nobody has asked yet. */
export function PlannedQuestions({ plan, asked, open }: PlannedQuestionsProps) {
  const t = useStrings().interview;
  const { send, busy, problem } = useSend();
  const all = plan.questions;
  if (all.length === 0) return <p className="interview-none">{t.nonePlanned}</p>;
  const left = all
    .map((spec, index) => ({ spec, index }))
    .filter(({ spec }) => !asked.some((one) => isSame(one, spec)));
  return (
    <details className="interview-more" open>
      <summary>{t.planned(all.length - left.length, all.length)}</summary>
      <Problem text={problem} />
      <ol className="interview-planned">
        {left.map(({ spec, index }) => (
          <Planned
            key={index}
            spec={spec}
            open={open}
            busy={busy}
            onAsk={() => void send({ kind: 'ask_planned', index })}
          />
        ))}
      </ol>
    </details>
  );
}

/** Compares the questions' content: an edit of the plan may have moved them since. */
function isSame({ planned, spec }: AskedQuestion, other: QuestionSpec): boolean {
  return planned !== undefined && spec.text === other.text;
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

/** Parts of a question that only interviewers see. */
export function ForInterviewers({ spec }: { spec: QuestionSpec }) {
  const t = useStrings().interview;
  return (
    <>
      {spec.points.length > 0 && (
        <div className="interview-points">
          <span>{t.expected}</span>
          <ul>
            {spec.points.map((point, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a point may occur twice, and points do not move.
              <li key={index} dir="auto">
                {point}
              </li>
            ))}
          </ul>
        </div>
      )}
      {spec.notes && (
        <p className="interview-notes" dir="auto">
          {spec.notes}
        </p>
      )}
    </>
  );
}
