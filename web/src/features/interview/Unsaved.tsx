import type { Answer, QuestionId } from '../../rtc/protocol.gen';
import { useInterview } from '../../stores/interview';
import { SaveNote } from './SaveNote';

interface UnsavedProps {
  question: QuestionId;
  answer: Answer | undefined;
}

/** What was typed and could not be saved any more, as the interview ended: still there to be copied. */
export function Unsaved({ question, answer }: UnsavedProps) {
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
