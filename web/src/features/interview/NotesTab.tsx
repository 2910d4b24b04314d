import { useStrings } from '../../strings';
import { ScrollArea } from '../../ui/ScrollArea';
import type { InterviewerView } from './InterviewerSide';
import { type NoteDraft, NoteForm } from './NoteForm';
import { NoteView } from './NoteView';

/** Interviewers' notes, each with its question. */
export function NotesTab({ view, draft }: { view: InterviewerView; draft: NoteDraft }) {
  const t = useStrings().interview;
  const notes = view.notes.filter(({ text }) => text !== '');
  return (
    <>
      <div className="interview-top">
        <NoteForm view={view} draft={draft} />
      </div>
      <ScrollArea className="interview-scroll" label={t.notes}>
        {notes.length === 0 && <p className="interview-none">{t.noNotes}</p>}
        <ol className="interview-list" reversed>
          {notes.toReversed().map((note) => (
            <NoteView key={note.id} note={note} own={note.by === view.link} />
          ))}
        </ol>
      </ScrollArea>
    </>
  );
}
