import type { MeetingId } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { AskedQuestionCard } from './AskedQuestionCard';
import { AskForm } from './AskForm';
import { Block } from './Block';
import type { InterviewerView } from './InterviewerSide';
import { PlannedQuestions } from './PlannedQuestions';

/** Planned questions and asked ones with their answers, the newest first. */
export function Questions({ id, view }: { id: MeetingId; view: InterviewerView }) {
  const t = useStrings().interview;
  const { clock, questions, plan } = view;
  const open = clock.state === 'running' || clock.state === 'paused';
  return (
    <Block title={t.questions} part="questions">
      {clock.state !== 'ended' && (
        <>
          <AskForm id={id} open={open} />
          <PlannedQuestions plan={plan} asked={questions} open={open} />
        </>
      )}
      {questions.length === 0 ? (
        <p className="interview-none">{t.noneAsked}</p>
      ) : (
        <p className="interview-asked">{t.asked(questions.length)}</p>
      )}
      <ol className="interview-list" reversed>
        {questions.toReversed().map((question) => (
          <AskedQuestionCard key={question.id} question={question} view={view} />
        ))}
      </ol>
    </Block>
  );
}
