import { useEffect, useRef } from 'react';

import { formatDuration } from '../../lib/duration';
import { answerTo } from '../../lib/interview-view';
import type { AskedQuestion } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { EvaluationView } from '../../widgets/interview/EvaluationView';
import { AnswerText } from './AnswerText';
import { ForInterviewers } from './ForInterviewers';
import type { InterviewerView } from './InterviewerSide';

/** An asked question: its answer as it grows, what interviewers expect, and the evaluation. */
export function CurrentQuestion({
  question,
  view,
}: {
  question: AskedQuestion;
  view: InterviewerView;
}) {
  const t = useStrings().interview;
  const { id, spec, asked_by, asked_at_ms } = question;
  const evaluation = view.evaluations.find((one) => one.question === id);
  const others = view.scores.filter((score) => score.question === id && score.by !== view.link);
  return (
    <div className="interview-current">
      <p className="interview-question">
        <span>{t.number(id)} </span>
        <span dir="auto">{spec.text}</span>
      </p>
      <p className="interview-meta">
        {t.askedBy(asked_by, formatDuration(asked_at_ms))}
        {spec.minutes !== undefined && ` · ${t.minutes(spec.minutes)}`}
      </p>
      <AnswerText answer={answerTo(view, id)} ended={view.clock.state === 'ended'} follows />
      {/* The evaluation lists the points itself. */}
      <ForInterviewers spec={evaluation ? { ...spec, points: [] } : spec} />
      {others.length > 0 && (
        <p className="interview-meta">
          {others.map(({ by_name, points }) => t.scoreOf(by_name, points)).join(' · ')}
        </p>
      )}
      {evaluation && (
        <InSight key={evaluation.requested_at}>
          <EvaluationView evaluation={evaluation} />
        </InSight>
      )}
    </div>
  );
}

/** Scrolls what appeared while the person looked into sight; what was there before stays put. */
function InSight({ children }: { children: React.ReactNode }) {
  const ref = useRef<HTMLDivElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    if (isFirst.current) ref.current?.scrollIntoView?.({ block: 'nearest' });
    isFirst.current = false;
  }, []);
  return <div ref={ref}>{children}</div>;
}
