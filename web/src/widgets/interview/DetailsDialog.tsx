import { type FormEvent, useEffect, useRef, useState } from 'react';

import { interviewFailure } from '../../actions/interview-failure';
import { formatLocalTime, parseLocalTime } from '../../lib/local-time';
import type { InterviewSummary, MeetingId } from '../../protocol/protocol.gen';
import { changeDetails, getInterview } from '../../rtc/interview-api';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Problem } from '../../ui/Problem';
import { TextField } from '../../ui/TextField';

interface DetailsDialogProps {
  id: MeetingId;
  token: string;
  onSaved?: (interview: InterviewSummary) => void;
  onClose: () => void;
}

/** Dialog in which interviewers change title, candidate and time of an interview. */
export default function DetailsDialog({ id, token, onSaved, onClose }: DetailsDialogProps) {
  const t = useStrings();
  const [interview, setInterview] = useState<InterviewSummary | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const gone = new AbortController();
    getInterview(id, token, gone.signal).then(setInterview, (error) => {
      if (!gone.signal.aborted) setProblem(interviewFailure(error));
    });
    return () => gone.abort();
  }, [id, token]);
  return (
    <Dialog title={t.interview.editDetails} onClose={onClose}>
      <Problem text={problem} />
      {interview ? (
        <DetailsForm
          interview={interview}
          token={token}
          onClose={onClose}
          onSaved={(changed) => {
            onSaved?.(changed);
            onClose();
          }}
        />
      ) : (
        problem === null && <p role="status">{t.interviewSetup.loadingDetails}</p>
      )}
    </Dialog>
  );
}

interface DetailsFormProps {
  interview: InterviewSummary;
  token: string;
  onSaved: (interview: InterviewSummary) => void;
  onClose: () => void;
}

const MAX_TITLE = 120;
const MAX_MINUTES = 1_440;

type FieldName = 'title' | 'candidate' | 'date' | 'minutes';
const FIELDS = ['title', 'candidate', 'date', 'minutes'] as const satisfies FieldName[];

function DetailsForm({ interview, token, onSaved, onClose }: DetailsFormProps) {
  const t = useStrings();
  const words = t.interviewSetup;
  const [fields, setFields] = useState<Record<FieldName, string>>({
    title: interview.title,
    candidate: interview.candidate ?? '',
    date: interview.scheduled_at === undefined ? '' : formatLocalTime(interview.scheduled_at),
    minutes: interview.minutes === undefined ? '' : String(interview.minutes),
  });
  const [errors, setErrors] = useState<Partial<Record<FieldName, string>>>({});
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const dateField = useRef<HTMLInputElement>(null);

  const [title, candidate] = [fields.title.trim(), fields.candidate.trim()];
  const at = parseLocalTime(fields.date);
  const minutes = fields.minutes.trim() === '' ? null : Number(fields.minutes);
  const check = () => {
    const found: typeof errors = {};
    if (title === '') found.title = words.titleEmpty;
    else if ([...title].length > MAX_TITLE) found.title = words.tooLong;
    if ([...candidate].length > MAX_TITLE) found.candidate = words.tooLong;
    // An incomplete date has no value, but is bad input.
    const isIncomplete = dateField.current?.validity.badInput === true;
    if (isIncomplete || (fields.date !== '' && at === null)) found.date = words.dateWrong;
    const fits = minutes === null || (minutes >= 1 && minutes <= MAX_MINUTES);
    if (!fits || !Number.isInteger(minutes ?? 1)) found.minutes = words.minutesWrong;
    return found;
  };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const found = check();
    setErrors(found);
    const first = FIELDS.find((name) => found[name]);
    if (first) {
      form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
      return;
    }
    setBusy(true);
    setFailed(null);
    try {
      const changed = await changeDetails(interview.id, token, {
        title,
        details: {
          ...(candidate !== '' && { candidate }),
          ...(at !== null && { scheduled_at: at }),
          ...(minutes !== null && { minutes }),
        },
      });
      onSaved(changed);
    } catch (error) {
      setFailed(interviewFailure(error));
      setBusy(false);
    }
  };
  const field = (name: FieldName) => ({
    name,
    label: words[name],
    value: fields[name],
    error: errors[name] ?? null,
    autoComplete: 'off',
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) => {
      setFields((all) => ({ ...all, [name]: value }));
      setErrors(({ [name]: _, ...others }) => others);
    },
  });

  return (
    <form ref={form} className="dialog-body" noValidate onSubmit={(event) => void save(event)}>
      <TextField {...field('title')} hint={words.titleHint} dir="auto" />
      <TextField {...field('candidate')} hint={words.candidateHint} dir="auto" />
      <TextField
        {...field('date')}
        ref={dateField}
        type="datetime-local"
        hint={words.dateHint}
        max="9999-12-30T23:59"
      />
      <TextField {...field('minutes')} inputMode="numeric" />
      <p className="field-note">{words.oldInvitations}</p>
      <Problem text={failed} />
      <div className="dialog-answers">
        <Button onClick={onClose}>{t.interview.cancel}</Button>
        <Button type="submit" variant="primary" busy={busy}>
          {t.interview.save}
        </Button>
      </div>
    </form>
  );
}
