import {
  type FormEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { interviewFailure } from '../../actions/interview-failure';
import type { Answer, QuestionId } from '../../protocol/protocol.gen';
import { meetingSession } from '../../session';
import { useInterview } from '../../stores/interview';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Problem } from '../../ui/Problem';
import { TextArea } from '../../ui/TextArea';
import { useLive } from '../../ui/useLive';
import { MAX_LONG } from './limits';
import { SaveNote } from './SaveNote';

interface AnswerFormProps {
  question: QuestionId;
  answer: Answer | undefined;
  /** True if the field takes the focus when it appears. */
  takesFocus: RefObject<boolean>;
}

/** Form for an answer. It saves drafts automatically until the candidate submits the answer. */
export function AnswerForm({ question, answer, takesFocus }: AnswerFormProps) {
  const t = useStrings().interview;
  const save = useLive(useInterview, ({ saves }) => saves[`answer/${question}`]);
  const text = save?.command.kind === 'save_answer' ? save.command.text : (answer?.text ?? '');
  const [error, setError] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const command = (written: string) =>
    ({ kind: 'save_answer', question, text: written, submit: false }) as const;

  useLayoutEffect(() => {
    if (takesFocus.current) field.current?.focus();
    takesFocus.current = false;
  }, [takesFocus]);

  useEffect(() => {
    const saveNow = () => meetingSession.interview?.saveNow();
    addEventListener('pagehide', saveNow);
    document.addEventListener('visibilitychange', saveNow);
    return () => {
      removeEventListener('pagehide', saveNow);
      document.removeEventListener('visibilitychange', saveNow);
      saveNow();
    };
  }, []);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    if (text.trim() === '') {
      setError(t.submitEmpty);
      field.current?.focus();
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      await meetingSession.interview?.submit(command(text));
    } catch (cause) {
      setProblem(interviewFailure(cause));
    }
    setBusy(false);
  };
  return (
    <form className="interview-form" noValidate onSubmit={(event) => void submit(event)}>
      <TextArea
        ref={field}
        label={t.answer}
        error={error}
        rows={6}
        value={text}
        maxLength={MAX_LONG}
        readOnly={busy}
        dir="auto"
        data-answer=""
        onChange={(event) => {
          setError(null);
          meetingSession.interview?.save(command(event.currentTarget.value));
        }}
        onBlur={() => meetingSession.interview?.saveNow()}
      />
      <SaveNote save={save} />
      <Problem text={problem} />
      <Button type="submit" variant="primary" busy={busy}>
        {t.submit}
      </Button>
    </form>
  );
}
