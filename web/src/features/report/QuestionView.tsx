import { formatDuration } from '../../lib/duration';
import type { Answer, ReportedQuestion } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { EvaluationView } from '../../widgets/interview/EvaluationView';
import { Notes } from './Notes';

/** Question with its answer, notes and assessment. */
export function QuestionView({ reported }: { reported: ReportedQuestion }) {
  const t = useStrings();
  const { question, answer, evaluation, scores, average, notes } = reported;
  const { text, category, difficulty, minutes, notes: hints } = question.spec;
  const facts = [
    category,
    difficulty && t.question.difficulties[difficulty],
    minutes !== undefined && t.question.inMinutes(minutes),
    question.planned === undefined && t.report.improvised,
    t.report.askedBy(question.asked_by, formatDuration(question.asked_at_ms)),
  ].filter(Boolean);
  return (
    <section className="report-question" aria-label={t.report.question(question.id)}>
      <div className="report-question-head">
        <h3>
          <span className="report-number">{t.report.question(question.id)}</span>
          <span className="report-text" dir="auto">
            {text}
          </span>
        </h3>
        <p className="report-by">{facts.join(' · ')}</p>
      </div>
      <AnswerView answer={answer} />
      {scores.length > 0 && (
        <div className="report-scores">
          <h4>{t.report.scores}</h4>
          <ul>
            {scores.map(({ by, by_name, points }) => (
              <li key={by}>{t.report.score(by_name, points)}</li>
            ))}
            {average !== undefined && (
              <li className="report-scores-average">
                {t.report.average}: {t.report.ofTen(average)}
              </li>
            )}
          </ul>
        </div>
      )}
      {evaluation && (
        <div className="report-evaluation">
          <h4>{t.report.evaluation}</h4>
          <p className="report-by">{t.report.decidesNothing}</p>
          <EvaluationView evaluation={evaluation} />
        </div>
      )}
      {notes.length > 0 && (
        <div>
          <h4>{t.report.notes}</h4>
          <Notes notes={notes} />
        </div>
      )}
      {hints && (
        <div>
          <h4>{t.report.forInterviewer}</h4>
          <p className="report-text report-hints" dir="auto">
            {hints}
          </p>
        </div>
      )}
    </section>
  );
}

function AnswerView({ answer }: { answer: Answer | undefined }) {
  const t = useStrings();
  if (!answer || (answer.text === '' && answer.submitted_at === undefined)) {
    return <p className="report-none">{t.report.noAnswer}</p>;
  }
  return (
    <div>
      <h4>{answer.submitted_at === undefined ? t.report.draft : t.report.answer}</h4>
      {answer.text === '' ? (
        <p className="report-none">{t.report.emptyAnswer}</p>
      ) : (
        <blockquote className="report-text report-answer" dir="auto">
          {answer.text}
        </blockquote>
      )}
    </div>
  );
}
