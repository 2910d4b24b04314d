import { useId } from 'react';

import { LEVELS, scoreLevel } from '../../lib/score-level';
import type { AskedQuestion } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { Problem } from '../../ui/Problem';
import type { InterviewerView } from './InterviewerSide';
import { useSend } from './useSend';

const POINTS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** The interviewer's own score of an answer, with the meaning of the number. */
export function Score({ question, view }: { question: AskedQuestion; view: InterviewerView }) {
  const t = useStrings().interview;
  const { send, problem } = useSend();
  const selectId = useId();
  const own = view.scores.find(({ by, question: of }) => of === question.id && by === view.link);
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
      <Problem text={problem} />
    </div>
  );
}
