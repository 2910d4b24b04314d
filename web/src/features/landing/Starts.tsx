import { ClipboardList, Library, Pencil, Video } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';

import { useStartInterview } from '../../actions/useStartInterview';
import { useStartMeeting } from '../../actions/useStartMeeting';
import { parseTitle, type TitleProblem } from '../../lib/meeting-title';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { TextField } from '../../ui/TextField';

/** Starts a meeting, with a title if the person gives one, or leads to the set-up of an interview. */
export function Starts() {
  const t = useStrings();
  const { start, busy, error } = useStartMeeting();
  const startInterview = useStartInterview();
  /** Null until the person wants a title. */
  const [title, setTitle] = useState<string | null>(null);
  const [problem, setProblem] = useState<TitleProblem | null>(null);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const parsed = parseTitle(title ?? '');
    if ('problem' in parsed) setProblem(parsed.problem);
    else void start(parsed.title);
  };

  return (
    <form className="landing-form" noValidate onSubmit={submit}>
      <div className="landing-starts">
        <Button type="submit" variant="primary" size="large" icon={Video} busy={busy}>
          {t.common.startMeeting}
        </Button>
        {error && (
          <Notice tone="danger" role="alert">
            <p>{error}</p>
          </Notice>
        )}
        <Button size="large" icon={ClipboardList} onClick={() => startInterview()}>
          {t.startInterview.start}
        </Button>
      </div>
      {title !== null && (
        <TextField
          label={t.landing.titleLabel}
          hint={t.landing.titleHint}
          value={title}
          error={problem && t.landing[problem]}
          onChange={(event) => {
            setTitle(event.currentTarget.value);
            setProblem(null);
          }}
          // The person asked for this field by a press.
          autoFocus
          autoComplete="off"
          enterKeyHint="go"
          dir="auto"
        />
      )}
      <div className="landing-interviews">
        {title === null && (
          <button type="button" className="landing-bank" onClick={() => setTitle('')}>
            <Pencil aria-hidden="true" />
            {t.landing.addTitle}
          </button>
        )}
        <Link href="/questions" className="landing-bank">
          <Library aria-hidden="true" />
          {t.startInterview.bankLink}
        </Link>
      </div>
    </form>
  );
}
