import type { ReactNode } from 'react';

import { formatDuration } from '../../lib/duration';
import type { InterviewReport, Note } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { Notice } from '../../ui/Notice';
import { usePageHeading } from '../../widgets/Page';
import { DecisionView } from './DecisionView';
import { Notes } from './Notes';
import { QuestionView } from './QuestionView';
import { Scorecards } from './Scorecards';
import { Timeline } from './Timeline';

interface ReportViewProps {
  report: InterviewReport;
  /** Id of the viewer's link, which identifies the viewer's own scorecard. */
  ownLink: string;
}

/** Printable part of the report page. */
export function ReportView({ report, ownLink }: ReportViewProps) {
  const t = useStrings();
  const heading = usePageHeading(t.report.pageTitle(report.title));
  const { questions, people, sections, average, state } = report;
  const notes: Note[] = report.notes;
  return (
    <article className="report">
      <header className="report-head">
        <p className="report-label">{t.report.label}</p>
        <h1 ref={heading} tabIndex={-1} dir="auto">
          {report.title}
        </h1>
        {state !== 'ended' && (
          <Notice tone="info">
            <p>{t.report.goesOn}</p>
          </Notice>
        )}
        <div className="report-summary">
          <dl className="report-facts">
            {report.details.candidate !== undefined && (
              <Fact name={t.debrief.candidate}>
                <span dir="auto">{report.details.candidate}</span>
              </Fact>
            )}
            {report.details.scheduled_at !== undefined && (
              <Fact name={t.debrief.planned}>
                <Moment at={report.details.scheduled_at} />
              </Fact>
            )}
            <Fact name={t.report.state}>{t.report.states[state]}</Fact>
            {report.started_at !== undefined && (
              <Fact name={t.report.started}>
                <Moment at={report.started_at} />
              </Fact>
            )}
            {report.ended_at !== undefined && (
              <Fact name={t.report.ended}>
                <Moment at={report.ended_at} />
              </Fact>
            )}
            <Fact name={t.report.length}>{formatDuration(report.elapsed_ms)}</Fact>
            <Fact name={t.report.people}>
              {people.length === 0 ? (
                t.report.nobody
              ) : (
                <ul>
                  {people.map(({ name, role }) => (
                    <li key={`${role} ${name}`} dir="auto">
                      {t.report.person(name, role)}
                    </li>
                  ))}
                </ul>
              )}
            </Fact>
            {sections.length > 0 && (
              <Fact name={t.report.sections}>
                <ul>
                  {sections.map(({ id, title, minutes }) => (
                    <li key={id} dir="auto">
                      {t.report.section(title, minutes)}
                    </li>
                  ))}
                </ul>
              </Fact>
            )}
          </dl>
          <div className="report-average">
            <p className="report-average-name">{t.report.average}</p>
            {average === undefined ? (
              <p>{t.report.noScore}</p>
            ) : (
              <p className="report-average-value">{t.report.ofTen(average)}</p>
            )}
            <p className="field-note">{t.report.averageHint}</p>
          </div>
        </div>
      </header>

      {report.decision && (
        <Part title={t.debrief.decision}>
          <DecisionView decision={report.decision} />
        </Part>
      )}

      <Part title={t.report.questions}>
        {questions.length === 0 && <p className="report-none">{t.report.noQuestions}</p>}
        {questions.map((reported) => (
          <QuestionView key={reported.question.id} reported={reported} />
        ))}
      </Part>

      {notes.length > 0 && (
        <Part title={t.report.otherNotes}>
          <Notes notes={notes} />
        </Part>
      )}

      <Part title={t.report.scorecards}>
        <Scorecards report={report} ownLink={ownLink} />
      </Part>

      <Part title={t.report.timeline}>
        <Timeline report={report} />
      </Part>

      <p className="report-made">
        {t.report.madeAt(new Date(report.made_at))} · {report.id}
      </p>
    </article>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="report-part">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Moment({ at }: { at: number }) {
  const t = useStrings();
  const date = new Date(at);
  return <time dateTime={date.toISOString()}>{t.report.at(date)}</time>;
}
