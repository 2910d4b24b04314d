import { answerTo } from '../../lib/interview-view';
import { useStrings } from '../../strings';
import { AnswerText } from './AnswerText';
import { Block } from './Block';
import type { PublicView } from './InterviewerSide';
import { Sections } from './Sections';
import { StateNote } from './StateNote';

/** Observer's panel: questions and answers, read-only. */
export function ObserverSide({ view }: { view: PublicView }) {
  const t = useStrings().interview;
  return (
    <>
      <StateNote view={view} />
      <Block title={t.questions}>
        {view.questions.length === 0 && <p className="interview-none">{t.noneAskedCandidate}</p>}
        <ol className="interview-list" reversed>
          {view.questions.toReversed().map(({ id, text }) => (
            <li key={id} className="interview-card">
              <p className="interview-question">
                <span>{t.number(id)} </span>
                <span dir="auto">{text}</span>
              </p>
              <AnswerText answer={answerTo(view, id)} ended={view.clock.state === 'ended'} />
            </li>
          ))}
        </ol>
      </Block>
      <Sections clock={view.clock} sections={view.sections} />
    </>
  );
}
