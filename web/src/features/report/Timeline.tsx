import { formatDuration } from '../../lib/duration';
import type { Happening, InterviewReport } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import type { Strings } from '../../strings/en';

/** Events of the interview with interview time and time of day. */
export function Timeline({ report }: { report: InterviewReport }) {
  const t = useStrings();
  if (report.timeline.length === 0) return <p className="report-none">{t.report.noTimeline}</p>;
  return (
    <table className="report-timeline">
      <thead>
        <tr>
          <th scope="col">{t.report.clock}</th>
          <th scope="col">{t.report.time}</th>
          <th scope="col">{t.report.what}</th>
        </tr>
      </thead>
      <tbody>
        {report.timeline.map(({ id, what, at, at_ms }) => {
          const date = new Date(at);
          return (
            <tr key={id}>
              <td>{formatDuration(at_ms)}</td>
              <td>
                <time dateTime={date.toISOString()}>{t.report.timeOf(date)}</time>
              </td>
              <td dir="auto">{wordsFor(t, what, report)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function wordsFor(t: Strings, what: Happening, { sections }: InterviewReport): string {
  const words = t.report.happenings;
  switch (what.kind) {
    case 'arrived':
    case 'left':
      return words[what.kind](t.report.person(what.name, what.role));
    case 'section_entered': {
      const section = sections.find(({ id }) => id === what.section);
      return words.section_entered(section?.title ?? t.report.goneSection);
    }
    case 'question_asked':
    case 'answer_submitted':
      return words[what.kind](what.question);
    default:
      return words[what.kind];
  }
}
