import type { Answer, QuestionId } from '../../protocol/protocol.gen';
import { useInterview } from '../../stores/interview';
import { SaveNote } from './SaveNote';

interface UnsavedAnswerProps {
  question: QuestionId;
  answer: Answer | undefined;
}

/** Text that was still unsaved when the interview ended, for copying. */
export function UnsavedAnswer({ question, answer }: UnsavedAnswerProps) {
  const save = useInterview(({ saves }) => saves[`answer/${question}`]);
  if (save?.state.kind !== 'failed' || save.command.kind !== 'save_answer') return null;
  const { text } = save.command;
  if (text.trim() === (answer?.text ?? '')) return null;
  return (
    <>
      <p className="interview-text" dir="auto">
        {text}
      </p>
      <SaveNote save={save} />
    </>
  );
}
