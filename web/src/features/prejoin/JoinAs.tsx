import { type FormEvent, useEffect, useRef, useState } from 'react';

import { type NameProblem, parseDisplayName } from '../../lib/display-name';
import { meetingSession } from '../../session';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { nameProblemText } from '../../ui/name-problem';
import { TextField } from '../../ui/TextField';

export interface JoinAsProps {
  joining: boolean;
  /** What the button says; `Join now` unless something else will happen. */
  action?: string | undefined;
  /** Worded reason why the join failed. */
  failure: string | null;
  /** Set if the meeting asks for a password; each refusal passes a new object. */
  password: { refused: 'missing' | 'wrong' | null } | null;
  onJoin: (name: string, password: string | null) => void;
}

/** Join form: display name, password if the meeting has one, and the join button. */
export function JoinAs({ joining, action, failure, password, onJoin }: JoinAsProps) {
  const t = useStrings();
  const [text, setText] = useState(() => meetingSession.rememberedName());
  const [problem, setProblem] = useState<NameProblem | null>(null);
  const [secret, setSecret] = useState('');
  const [secretProblem, setSecretProblem] = useState<'missing' | 'wrong' | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const secretField = useRef<HTMLInputElement>(null);

  // A phone would raise its keyboard over the preview.
  useEffect(() => {
    if (matchMedia('(hover: hover)').matches) field.current?.focus({ preventScroll: true });
  }, []);

  useEffect(() => {
    if (!password?.refused) return;
    setSecretProblem(password.refused);
    secretField.current?.focus();
    secretField.current?.select();
  }, [password]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (joining) return;
    const parsed = parseDisplayName(text);
    const missing = password !== null && secret === '';
    setSecretProblem(missing ? 'missing' : null);
    if ('problem' in parsed) {
      setProblem(parsed.problem);
      field.current?.focus();
    } else if (missing) {
      secretField.current?.focus();
    } else {
      onJoin(parsed.name, password && secret);
    }
  };

  return (
    <form className="join-as" noValidate onSubmit={submit}>
      <TextField
        ref={field}
        label={t.prejoin.nameLabel}
        hint={t.prejoin.nameHint}
        error={problem && nameProblemText(problem)}
        value={text}
        onChange={(event) => {
          const value = event.currentTarget.value;
          setText(value);
          // While typing, report a name that is too long and clear mended errors; an empty
          // name is not reported yet.
          const parsed = parseDisplayName(value);
          const now = 'problem' in parsed ? parsed.problem : null;
          setProblem(now?.kind === 'empty' ? null : now);
        }}
        autoComplete="name"
        enterKeyHint="go"
        dir="auto"
      />
      {password && (
        <TextField
          ref={secretField}
          type="password"
          label={t.entry.password}
          hint={t.entry.passwordHint}
          error={
            secretProblem &&
            (secretProblem === 'wrong' ? t.entry.passwordWrong : t.entry.passwordEmpty)
          }
          value={secret}
          onChange={(event) => {
            setSecret(event.currentTarget.value);
            setSecretProblem(null);
          }}
          // The password belongs to the meeting, so the browser must not store it as this person's.
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          enterKeyHint="go"
        />
      )}
      {failure && (
        <Notice tone="danger" role="alert">
          <p>{failure}</p>
        </Notice>
      )}
      <Button type="submit" variant="primary" size="large" busy={joining}>
        {joining ? t.prejoin.joining : (action ?? t.prejoin.joinNow)}
      </Button>
    </form>
  );
}
