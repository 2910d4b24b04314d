import './PasswordForm.css';

import { type FormEvent, useRef, useState } from 'react';
import { tryToAsk } from '../../actions/hosting';
import { useRoom } from '../../stores/room';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Problem } from '../../ui/Problem';
import { TextField } from '../../ui/TextField';

/** Limit in characters (Unicode scalar values), as the server counts. */
const MOST = 128;

type Outcome = { kind: 'missing' | 'set' | 'gone' } | { kind: 'failed'; why: string } | null;

/**
 * Sets, changes or removes the meeting's password. The server keeps only a hash, so it cannot be
 * shown again.
 */
export function PasswordForm() {
  const t = useStrings();
  const hasPassword = useRoom((state) => state.hasPassword);
  const [text, setText] = useState('');
  const [outcome, setOutcome] = useState<Outcome>(null);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const tooLong = [...text].length > MOST;

  const set = async (password: string | null) => {
    setBusy(true);
    setOutcome(null);
    const why = await tryToAsk('set_password', { password });
    setBusy(false);
    if (why === null) setText('');
    setOutcome(
      why === null ? { kind: password === null ? 'gone' : 'set' } : { kind: 'failed', why },
    );
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    if (text !== '' && !tooLong) {
      void set(text);
      return;
    }
    if (text === '') setOutcome({ kind: 'missing' });
    field.current?.focus();
  };

  return (
    <form className="password-form" noValidate onSubmit={submit}>
      <TextField
        ref={field}
        label={t.hosts.password}
        hint={hasPassword ? t.hosts.passwordIsSet : t.hosts.passwordHint}
        error={
          tooLong
            ? t.hosts.passwordTooLong
            : outcome?.kind === 'missing'
              ? t.hosts.passwordEmpty
              : null
        }
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setOutcome(null);
        }}
        // Visible, since hosts tell it to others.
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <div className="password-actions">
        <Button type="submit" busy={busy}>
          {hasPassword ? t.hosts.changePassword : t.hosts.setPassword}
        </Button>
        {hasPassword && (
          <Button
            onClick={() => {
              // The button disappears with the password.
              field.current?.focus();
              void set(null);
            }}
          >
            {t.hosts.removePassword}
          </Button>
        )}
      </div>
      <p className="password-outcome" role="status">
        {outcome?.kind === 'set' && t.hosts.passwordKept}
        {outcome?.kind === 'gone' && t.hosts.passwordGone}
      </p>
      <Problem text={outcome?.kind === 'failed' ? outcome.why : null} />
    </form>
  );
}
