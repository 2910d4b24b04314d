import { ScanSearch } from 'lucide-react';
import { useId } from 'react';

import { formatDuration } from '../../lib/duration';
import { answerTo } from '../../lib/interview-view';
import { LEVELS, scoreLevel } from '../../lib/score-level';
import type { AskedQuestion } from '../../protocol/protocol.gen';
import { useRoom } from '../../stores/room';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Problem } from '../../ui/Problem';
import { EvaluationView } from '../../widgets/interview/EvaluationView';
import { AnswerText } from './AnswerText';
import type { InterviewerView } from './InterviewerSide';
import { ForInterviewers } from './PlannedQuestions';
import { useSend } from './useSend';

/** Asked question with its answer and assessment. */
export function AskedQuestionCard({
  question,
  view,
}: {
  question: AskedQuestion;
  view: InterviewerView;
}) {
  const t = useStrings().interview;
  const { id, spec, asked_by, asked_at_ms } = question;
  const textId = useId();
  const answer = answerTo(view, id);
  return (
    <li className="interview-card">
      <p id={textId} className="interview-question">
        <span>{t.number(id)} </span>
        <span dir="auto">{spec.text}</span>
      </p>
      <p className="interview-meta">
        {t.askedBy(asked_by, formatDuration(asked_at_ms))}
        {spec.minutes !== undefined && ` · ${t.minutes(spec.minutes)}`}
      </p>
      <ForInterviewers spec={spec} />
      <AnswerText answer={answer} ended={view.clock.state === 'ended'} />
      <Score question={question} view={view} describedBy={textId} />
      {answer && answer.text !== '' && (
        <EvaluationPart question={question} view={view} describedBy={textId} />
      )}
    </li>
  );
}

interface PartProps {
  question: AskedQuestion;
  view: InterviewerView;
  describedBy: string;
}

const POINTS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

function Score({ question, view, describedBy }: PartProps) {
  const t = useStrings().interview;
  const { send, problem } = useSend();
  const selectId = useId();
  const scores = view.scores.filter((score) => score.question === question.id);
  const own = scores.find(({ by }) => by === view.link);
  const others = scores.filter(({ by }) => by !== view.link);
  const card = view.scorecards.find(({ by }) => by === view.link);
  const closed = card?.submitted_at !== undefined;
  return (
    <div className="interview-score">
      <label htmlFor={selectId}>{t.score}</label>
      <select
        id={selectId}
        className="field-control"
        value={own?.points ?? ''}
        disabled={closed}
        aria-describedby={describedBy}
        title={closed ? t.scoreClosed : undefined}
        onChange={(event) => {
          const points = Number(event.currentTarget.value);
          void send({ kind: 'score_answer', question: question.id, points });
        }}
      >
        {!own && <option value="">{t.noScore}</option>}
        {LEVELS.map((level) => (
          <optgroup key={level} label={t.scale[level]}>
            {POINTS.filter((points) => scoreLevel(points) === level).map((points) => (
              <option key={points} value={points}>
                {t.ofTen(points)}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      {own && <span className="interview-meta">{t.scale[scoreLevel(own.points)]}</span>}
      {others.map(({ by, by_name, points }) => (
        <span key={by} className="interview-meta">
          {t.scoreOf(by_name, points)}
        </span>
      ))}
      <Problem text={problem} />
    </div>
  );
}

/** Timeout of an assessment, in ms. */
const LONG = 90_000;

function EvaluationPart({ question, view, describedBy }: PartProps) {
  const t = useStrings().interview;
  const { send, busy, problem } = useSend();
  const evaluation = view.evaluations.find((one) => one.question === question.id);
  const offset = useRoom((state) => state.clockOffset);
  // A server that crashed leaves its assessment `running` for good, so an old one counts as dead.
  const age = evaluation ? Date.now() + offset - evaluation.requested_at : 0;
  const running = evaluation?.assessment?.state === 'running' && age < LONG;
  return (
    <>
      <Button
        size="small"
        icon={ScanSearch}
        busy={busy || running}
        aria-describedby={describedBy}
        onClick={() => void send({ kind: 'evaluate', question: question.id })}
      >
        {t.evaluate}
      </Button>
      <Problem text={problem} />
      {evaluation && <EvaluationView evaluation={evaluation} />}
    </>
  );
}
