import { type FormEvent, useState } from 'react';

import { formatDuration } from '../../lib/duration';
import type { Note } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { AlertDialog } from '../../ui/AlertDialog';
import { Button } from '../../ui/Button';
import { Problem } from '../../ui/Problem';
import { TextArea } from '../../ui/TextArea';
import { MAX_LONG } from './limits';
import { useSend } from './useSend';

/** Interviewer's note. Its author can edit and delete it. */
export function NoteView({ note, own }: { note: Note; own: boolean }) {
  const t = useStrings().interview;
  const [open, setOpen] = useState<'edit' | 'delete' | null>(null);
  const close = () => setOpen(null);
  const about = note.question === undefined ? null : t.aboutQuestion(note.question);
  return (
    <li className="interview-card">
      <p className="interview-meta">
        {[note.by_name, formatDuration(note.written_at_ms), about].filter(Boolean).join(' · ')}
      </p>
      {open === 'edit' ? (
        <NoteEditor note={note} onClose={close} />
      ) : (
        <p className="interview-text" dir="auto">
          {note.text}
        </p>
      )}
      {own && open !== 'edit' && (
        <div className="interview-actions">
          <Button size="small" variant="quiet" onClick={() => setOpen('edit')}>
            {t.editNote}
          </Button>
          <Button size="small" variant="quiet" onClick={() => setOpen('delete')}>
            {t.deleteNote}
          </Button>
        </div>
      )}
      {open === 'delete' && <DeleteQuestion note={note} onClose={close} />}
    </li>
  );
}

function NoteEditor({ note, onClose }: { note: Note; onClose: () => void }) {
  const t = useStrings().interview;
  const [text, setText] = useState(note.text);
  const { send, busy, problem } = useSend();
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || text.trim() === '') return;
    if (await send(changed(note, text))) onClose();
  };
  return (
    <form className="interview-form" noValidate onSubmit={(event) => void save(event)}>
      <TextArea
        label={t.editText}
        value={text}
        maxLength={MAX_LONG}
        dir="auto"
        autoFocus
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Problem text={problem} />
      <div className="interview-actions">
        <Button type="submit" size="small" variant="primary" busy={busy}>
          {t.save}
        </Button>
        <Button size="small" onClick={onClose}>
          {t.cancel}
        </Button>
      </div>
    </form>
  );
}

function DeleteQuestion({ note, onClose }: { note: Note; onClose: () => void }) {
  const t = useStrings().interview;
  const { send, busy, problem } = useSend();
  const remove = async () => {
    if (await send(changed(note, ''))) onClose();
  };
  return (
    <AlertDialog title={t.deleteTitle} text={t.deleteText} onCancel={onClose}>
      <Problem text={problem} />
      <Button data-first onClick={onClose}>
        {t.keep}
      </Button>
      <Button variant="danger" busy={busy} onClick={() => void remove()}>
        {t.deleteNote}
      </Button>
    </AlertDialog>
  );
}

function changed({ id, question }: Note, text: string) {
  return {
    kind: 'write_note',
    id,
    text,
    ...(question !== undefined && { question }),
  } as const;
}
