import './QuestionLine.css';

import type { QuestionSpec } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';

/** Summary of a question: its text, and its topic below. */
export function QuestionLine({ question }: { question: QuestionSpec }) {
  const t = useStrings();
  const { text, category, difficulty, minutes, points } = question;
  return (
    <div className="question-line">
      <p className="question-line-text" data-empty={text.trim() === '' || undefined}>
        {text.trim() || t.question.untitled}
      </p>
      <p className="question-line-facts">
        {category && <span className="question-line-category">{category}</span>}
        {difficulty && (
          <span className="difficulty" data-difficulty={difficulty}>
            {t.question.difficulties[difficulty]}
          </span>
        )}
        {minutes !== undefined && <span>{t.question.inMinutes(minutes)}</span>}
        {points.length > 0 && <span>{t.question.pointCount(points.length)}</span>}
      </p>
    </div>
  );
}
