import { ListChecks } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';

import { keepLinkToken } from '../../lib/interview-links';
import { parseLocalTime } from '../../lib/local-time';
import type { InterviewPlan, MeetingId } from '../../protocol/protocol.gen';
import { ApiError, type ApiFailure, createInterview } from '../../rtc/api';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Problem } from '../../ui/Problem';
import { SelectField } from '../../ui/SelectField';
import { TextField } from '../../ui/TextField';
import { usePlans } from './usePlans';

interface SetupFormProps {
  /** Template that was chosen elsewhere. */
  given: InterviewPlan | undefined;
  onMade: (id: MeetingId) => void;
}

const MAX_TITLE = 120;
const MAX_MINUTES = 1_440;
const DEFAULT_MINUTES = 60;

type FieldName = 'title' | 'candidate' | 'date' | 'minutes';

/** Form for title, candidate, time and questions of a new interview. */
export function SetupForm({ given, onMade }: SetupFormProps) {
  const t = useStrings();
  const { options, planOf, criteria, failed } = usePlans(given);
  const [choice, setChoice] = useState(given ? 'given' : '');
  const plan = planOf(choice);
  const [title, setTitle] = useState<string | null>(null);
  const [candidate, setCandidate] = useState('');
  const [date, setDate] = useState('');
  const [minutes, setMinutes] = useState<string | null>(null);
  const [errors, setErrors] = useState<Partial<Record<FieldName, string>>>({});
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const dateField = useRef<HTMLInputElement>(null);
  const planned = plan?.sections.reduce((sum, section) => sum + section.minutes, 0) ?? 0;
  // Until the person writes something else, both follow the chosen questions.
  const shownTitle = title ?? plan?.title ?? '';
  const shownMinutes = minutes ?? String(Math.min(planned || DEFAULT_MINUTES, MAX_MINUTES));

  const change = (name: FieldName, set: (value: string) => void) => (value: string) => {
    set(value);
    setErrors(({ [name]: _, ...others }) => others);
  };
  const check = () => {
    const found: typeof errors = {};
    const { interviewSetup: words } = t;
    if (shownTitle.trim() === '') found.title = words.titleEmpty;
    else if ([...shownTitle.trim()].length > MAX_TITLE) found.title = words.tooLong;
    if ([...candidate.trim()].length > MAX_TITLE) found.candidate = words.tooLong;
    // An incomplete date has no value, but is bad input.
    const isIncomplete = dateField.current?.validity.badInput === true;
    if (isIncomplete || (date !== '' && parseLocalTime(date) === null))
      found.date = words.dateWrong;
    const length = Number(shownMinutes);
    if (!Number.isInteger(length) || length < 1 || length > MAX_MINUTES)
      found.minutes = words.minutesWrong;
    return found;
  };
  const create = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const found = check();
    setErrors(found);
    const first = (['title', 'candidate', 'date', 'minutes'] as const).find((name) => found[name]);
    if (first) {
      form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
      return;
    }
    setBusy(true);
    setFailure(null);
    const at = parseLocalTime(date);
    const blank = { title: '', sections: [], questions: [], criteria };
    try {
      const { interview, links } = await createInterview({
        plan: { ...(plan ?? blank), title: shownTitle.trim() },
        details: {
          ...(candidate.trim() !== '' && { candidate: candidate.trim() }),
          ...(at !== null && { scheduled_at: at }),
          minutes: Number(shownMinutes),
        },
      });
      const own = links.find(({ role }) => role === 'interviewer');
      if (!own?.token) throw new ApiError('server', null);
      keepLinkToken(interview.id, own.token);
      onMade(interview.id);
    } catch (cause) {
      setFailure(cause instanceof ApiError ? cause.failure : 'server');
      setBusy(false);
    }
  };
  const failures: Record<ApiFailure, string> = {
    unreachable: t.landing.unreachable,
    rate_limited: t.interviewSetup.rateLimited,
    server: t.landing.serverError,
    not_found: t.landing.serverError,
    refused: t.landing.refused,
  };
  return (
    <form ref={form} className="setup-form" noValidate onSubmit={(event) => void create(event)}>
      <SelectField
        label={t.interviewSetup.start}
        icon={ListChecks}
        options={[{ value: '', label: t.interviewSetup.blank }, ...options]}
        value={choice}
        onChange={setChoice}
      />
      {failed && <p className="field-note">{t.interviewSetup.templatesMissing}</p>}
      <p className="field-note">
        {plan &&
          `${t.interviewSetup.facts(plan.questions.length, plan.sections.length, plan.criteria.length)}. `}
        {t.interviewSetup.changeLater}
      </p>
      <TextField
        name="title"
        label={t.interviewSetup.title}
        hint={t.interviewSetup.titleHint}
        error={errors.title ?? null}
        value={shownTitle}
        dir="auto"
        onChange={(event) => change('title', setTitle)(event.currentTarget.value)}
      />
      <TextField
        name="candidate"
        label={t.interviewSetup.candidate}
        hint={t.interviewSetup.candidateHint}
        error={errors.candidate ?? null}
        value={candidate}
        autoComplete="off"
        dir="auto"
        onChange={(event) => change('candidate', setCandidate)(event.currentTarget.value)}
      />
      <div className="setup-row">
        <TextField
          ref={dateField}
          type="datetime-local"
          name="date"
          label={t.interviewSetup.date}
          hint={t.interviewSetup.dateHint}
          error={errors.date ?? null}
          value={date}
          max="9999-12-30T23:59"
          onChange={(event) => change('date', setDate)(event.currentTarget.value)}
        />
        <TextField
          name="minutes"
          label={t.interviewSetup.minutes}
          error={errors.minutes ?? null}
          value={shownMinutes}
          inputMode="numeric"
          onChange={(event) => change('minutes', setMinutes)(event.currentTarget.value)}
        />
      </div>
      <Problem text={failure && failures[failure]} />
      <Button type="submit" variant="primary" size="large" busy={busy}>
        {t.interviewSetup.create}
      </Button>
    </form>
  );
}
