import { type FormEvent, useId, useRef, useState } from 'react';

import type { MeetingId } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Problem } from '../../ui/Problem';
import { TextArea } from '../../ui/TextArea';
import { Block } from './Block';
import type { InterviewerView } from './InterviewerSide';
import { NoteView } from './NoteView';
import { useDraft } from './useDraft';
import { useSend } from './useSend';

/** Maximum length of a note, an answer or a comment, in characters. */
export const MAX_LONG = 10_000;

/** Interviewers' notes, each with its question. */
export function Notes({ id, view }: { id: MeetingId; view: InterviewerView }) {
  const t = useStrings().interview;
  const notes = view.notes.filter(({ text }) => text !== '');
  return (
    <Block title={t.notes} part="notes">
      <NoteForm id={id} view={view} />
      {notes.length === 0 && <p className="interview-none">{t.noNotes}</p>}
      <ol className="interview-list" reversed>
        {notes.toReversed().map((note) => (
          <NoteView key={note.id} note={note} own={note.by === view.link} />
        ))}
      </ol>
    </Block>
  );
}

function NoteForm({ id, view }: { id: MeetingId; view: InterviewerView }) {
  const t = useStrings().interview;
  const [text, setText] = useDraft(id, 'note');
  const newest = view.questions.at(-1)?.id ?? null;
  // Chosen question of this note; undefined stands for the newest one.
  const [chosen, setChosen] = useState<number | null | undefined>(undefined);
  const [error, setError] = useState<string | null>(null);
  const { send, busy, problem } = useSend();
  const field = useRef<HTMLTextAreaElement>(null);
  const aboutId = useId();
  const about = chosen === undefined ? newest : chosen;

  const write = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    if (text.trim() === '') {
      setError(t.noteEmpty);
      field.current?.focus();
      return;
    }
    if (await send({ kind: 'write_note', text, ...(about !== null && { question: about }) })) {
      setText('');
      setChosen(undefined);
    }
  };
  return (
    <form className="interview-form" noValidate onSubmit={(event) => void write(event)}>
      <TextArea
        ref={field}
        label={t.note}
        hint={t.noteHint}
        error={error}
        value={text}
        maxLength={MAX_LONG}
        dir="auto"
        onChange={(event) => {
          setText(event.currentTarget.value);
          setError(null);
        }}
      />
      <Problem text={problem} />
      <div className="interview-row">
        <label htmlFor={aboutId}>{t.about}</label>
        <select
          id={aboutId}
          className="field-control"
          value={about ?? ''}
          onChange={(event) => {
            const { value } = event.currentTarget;
            setChosen(value === '' ? null : Number(value));
          }}
        >
          <option value="">{t.aboutNothing}</option>
          {view.questions.map((question) => (
            <option key={question.id} value={question.id}>
              {t.aboutQuestion(question.id)}
            </option>
          ))}
        </select>
        <Button type="submit" busy={busy}>
          {t.addNote}
        </Button>
      </div>
    </form>
  );
}
