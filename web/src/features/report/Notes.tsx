import { formatDuration } from '../../lib/duration';
import type { Note } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';

/** Interviewers' notes, each with its author and clock time. */
export function Notes({ notes }: { notes: readonly Note[] }) {
  const t = useStrings();
  return (
    <ul className="report-notes">
      {notes.map(({ id, by_name, text, written_at_ms }) => (
        <li key={id}>
          <p className="report-text" dir="auto">
            {text}
          </p>
          <p className="report-by">{t.report.noteBy(by_name, formatDuration(written_at_ms))}</p>
        </li>
      ))}
    </ul>
  );
}
