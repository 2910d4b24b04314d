import { type FormEvent, type KeyboardEvent, useId, useRef, useState } from 'react';

import type { QuestionId } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Problem } from '../../ui/Problem';
import { TextArea } from '../../ui/TextArea';
import type { InterviewerView } from './InterviewerSide';
import { MAX_LONG } from './limits';
import { useSend } from './useSend';

/** Unsent text of a note, and how it is changed. */
export type NoteDraft = [text: string, setText: (text: string) => void];

interface NoteFormProps {
  view: InterviewerView;
  draft: NoteDraft;
  /** The question the note is about, where there is no choice: the field is beside it. */
  beside?: { question: QuestionId | null; onClose: () => void };
}

/** Form for a new note. Ctrl and Enter add it. */
export function NoteForm({ view, draft: [text, setText], beside }: NoteFormProps) {
  const t = useStrings();
  const newest = view.questions.at(-1)?.id ?? null;
  // Chosen question of this note; undefined stands for the newest one.
  const [chosen, setChosen] = useState<number | null | undefined>(undefined);
  const [error, setError] = useState<string | null>(null);
  const { send, busy, problem } = useSend();
  const field = useRef<HTMLTextAreaElement>(null);
  const aboutId = useId();
  const about = beside ? beside.question : chosen === undefined ? newest : chosen;

  const write = async () => {
    if (busy) return;
    if (text.trim() === '') {
      setError(t.interview.noteEmpty);
      field.current?.focus();
      return;
    }
    if (await send({ kind: 'write_note', text, ...(about !== null && { question: about }) })) {
      setText('');
      setChosen(undefined);
      beside?.onClose();
    }
  };
  const handleKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void write();
    } else if (event.key === 'Escape' && beside) {
      // Closes the field, not the panel. The text stays.
      event.preventDefault();
      beside.onClose();
    }
  };
  return (
    <form
      className="interview-form"
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void write();
      }}
    >
      <TextArea
        ref={field}
        label={t.interview.note}
        hint={beside ? t.interviewPanel.noteKeys : t.interview.noteHint}
        error={error}
        value={text}
        maxLength={MAX_LONG}
        dir="auto"
        data-note=""
        autoFocus={beside !== undefined}
        onKeyDown={handleKey}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setError(null);
        }}
      />
      <Problem text={problem} />
      <div className="interview-row">
        {!beside && (
          <>
            <label htmlFor={aboutId}>{t.interview.about}</label>
            <select
              id={aboutId}
              className="field-control"
              value={about ?? ''}
              onChange={(event) => {
                const { value } = event.currentTarget;
                setChosen(value === '' ? null : Number(value));
              }}
            >
              <option value="">{t.interview.aboutNothing}</option>
              {view.questions.map((question) => (
                <option key={question.id} value={question.id}>
                  {t.interview.aboutQuestion(question.id)}
                </option>
              ))}
            </select>
          </>
        )}
        <Button type="submit" busy={busy} size={beside ? 'small' : 'medium'}>
          {t.interview.addNote}
        </Button>
        {beside && (
          <Button variant="quiet" size="small" onClick={beside.onClose}>
            {t.interviewPanel.closeNote}
          </Button>
        )}
      </div>
    </form>
  );
}
