import { CalendarPlus, Copy, Mail, Pencil, UserPlus } from 'lucide-react';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';

import { interviewFailure } from '../../actions/interview-failure';
import { interviewUrl, isGood, isOpen, type OpenLink } from '../../actions/interview-links';
import { copyOrTell } from '../../actions/invite';
import { calendarFile } from '../../lib/calendar-file';
import { readLinkToken } from '../../lib/interview-links';
import { mailLink } from '../../lib/mail-link';
import type { InterviewSummary, MeetingId } from '../../protocol/protocol.gen';
import { createLink, getInterview, getLinks } from '../../rtc/interview-api';
import { download } from '../../session/download';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { LinkButton } from '../../ui/LinkButton';
import { Problem } from '../../ui/Problem';
import { TextField } from '../../ui/TextField';
import { usePageHeading } from '../../widgets/Page';
import { part } from '../../widgets/part';

const DetailsDialog = part(() => import('../../widgets/interview/DetailsDialog'), 'setup');

/** Links of an interview that was just made, each to be copied, sent or put in a calendar. */
export function MadeInterview({ id }: { id: MeetingId }) {
  const t = useStrings().interviewSetup;
  const { editDetails } = useStrings().interview;
  const heading = usePageHeading(t.made);
  const [token] = useState(() => readLinkToken(id) ?? '');
  const [interview, setInterview] = useState<InterviewSummary | null>(null);
  const [links, setLinks] = useState<OpenLink[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const [editing, setEditing] = useState(false);
  const stopEditing = () => setEditing(false);
  // The form is gone, and the focus with it.
  useEffect(() => heading.current?.focus({ preventScroll: true }), [heading]);
  useEffect(() => {
    const gone = new AbortController();
    Promise.all([getInterview(id, token, gone.signal), getLinks(id, token)]).then(
      ([found, all]) => {
        if (gone.signal.aborted) return;
        setInterview(found);
        setLinks(all.filter(isOpen).filter((link) => isGood(link) && link.token !== token));
      },
      (error) => !gone.signal.aborted && setProblem(interviewFailure(error)),
    );
    return () => gone.abort();
  }, [id, token]);

  const facts = interview && [
    interview.candidate !== undefined && t.with(interview.candidate),
    interview.scheduled_at !== undefined && t.at(new Date(interview.scheduled_at)),
  ];
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {t.made}
      </h1>
      {interview && (
        <p className="setup-sentence" dir="auto">
          {[interview.title, ...(facts ?? [])].filter(Boolean).join(' · ')}
        </p>
      )}
      <p>{t.madeText}</p>
      <Problem text={problem} />
      {!interview && !problem && <p role="status">{t.loading}</p>}
      {interview && (
        <>
          <ul className="setup-links">
            {links.map((link) => (
              <LinkRow key={link.id} interview={interview} link={link} />
            ))}
          </ul>
          {interview.scheduled_at === undefined && <p className="field-note">{t.noDate}</p>}
          {editing && (
            <DetailsDialog
              id={id}
              token={token}
              onSaved={setInterview}
              onCancel={stopEditing}
              onClose={stopEditing}
            />
          )}
          <AnotherInterviewer
            id={id}
            token={token}
            onMade={(link) => setLinks((known) => [...known, link])}
          />
          <div className="setup-open">
            <Button icon={Pencil} onClick={() => setEditing(true)}>
              {editDetails}
            </Button>
            <LinkButton href={`/i/${id}`} variant="primary">
              {t.open}
            </LinkButton>
          </div>
        </>
      )}
    </>
  );
}

function LinkRow({ interview, link }: { interview: InterviewSummary; link: OpenLink }) {
  const t = useStrings().interviewSetup;
  const nameId = useId();
  const { id, title, scheduled_at: start, minutes = 60 } = interview;
  const url = interviewUrl(id, link.token);
  const when = start === undefined ? null : t.at(new Date(start));
  const subject = t.mailSubject(title);
  const text = t.mailText[link.role](title, when, url);
  const saveAppointment = () => {
    if (start === undefined) return;
    const file = calendarFile({
      uid: `${id}-${link.id}@${location.hostname}`,
      title: subject,
      text,
      url,
      start,
      end: start + minutes * 60_000,
      made: Date.now(),
    });
    const blob = new Blob([file], { type: 'text/calendar;charset=utf-8' });
    download(blob, `interview-${id}-${link.role}.ics`);
  };
  return (
    <li className="setup-link">
      <p id={nameId} className="setup-link-name" dir="auto">
        {link.role === 'interviewer'
          ? t.linkFor.interviewer(link.label ?? '')
          : t.linkFor[link.role]}
      </p>
      <p className="setup-link-url">{url}</p>
      <div className="setup-link-actions">
        <Button
          size="small"
          icon={Copy}
          aria-describedby={nameId}
          onClick={() => void copyOrTell(url, t.copied)}
        >
          {t.copy}
        </Button>
        <a
          className="button"
          data-variant="secondary"
          data-size="small"
          href={mailLink(subject, text)}
          aria-describedby={nameId}
        >
          <Mail aria-hidden="true" />
          <span>{t.mail}</span>
        </a>
        {start !== undefined && (
          <Button
            size="small"
            icon={CalendarPlus}
            aria-describedby={nameId}
            onClick={saveAppointment}
          >
            {t.calendar}
          </Button>
        )}
      </div>
    </li>
  );
}

interface AnotherInterviewerProps {
  id: MeetingId;
  token: string;
  onMade: (link: OpenLink) => void;
}

function AnotherInterviewer({ id, token, onMade }: AnotherInterviewerProps) {
  const t = useStrings().interviewSetup;
  const [name, setName] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const make = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const label = name.trim();
    const wrong = label === '' ? t.anotherEmpty : [...label].length > 120 ? t.tooLong : null;
    setError(wrong);
    if (wrong) return field.current?.focus();
    setBusy(true);
    setProblem(null);
    try {
      onMade(await createLink(id, token, { role: 'interviewer', label }));
      setName('');
    } catch (cause) {
      setProblem(interviewFailure(cause));
    }
    setBusy(false);
  };
  return (
    <form className="setup-another" noValidate onSubmit={(event) => void make(event)}>
      <TextField
        ref={field}
        label={t.another}
        hint={t.onlyNow}
        placeholder={t.anotherHint}
        error={error}
        value={name}
        dir="auto"
        onChange={(event) => {
          setName(event.currentTarget.value);
          setError(null);
        }}
      />
      <Problem text={problem} />
      <Button type="submit" icon={UserPlus} busy={busy}>
        {t.makeLink}
      </Button>
    </form>
  );
}
