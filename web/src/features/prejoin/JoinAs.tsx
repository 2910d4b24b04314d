import { type FormEvent, useRef, useState } from 'react';

import { meetingSession } from '../../session';
import { strings, useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { TextField } from '../../ui/TextField';
import { type NameProblem, parseDisplayName } from './display-name';

interface JoinAsProps {
  joining: boolean;
  failure: string | null;
  onJoin: (name: string) => void;
}

/** The name, and the way in. */
export function JoinAs({ joining, failure, onJoin }: JoinAsProps) {
  const t = useStrings();
  const [text, setText] = useState(() => meetingSession.rememberedName());
  const [problem, setProblem] = useState<NameProblem | null>(null);
  const field = useRef<HTMLInputElement>(null);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (joining) return;
    const parsed = parseDisplayName(text);
    if ('name' in parsed) {
      onJoin(parsed.name);
      return;
    }
    setProblem(parsed.problem);
    field.current?.focus();
  };

  return (
    <form className="join-as" noValidate onSubmit={submit}>
      <TextField
        ref={field}
        label={t.prejoin.nameLabel}
        hint={t.prejoin.nameHint}
        error={problem && wordsFor(problem)}
        value={text}
        onChange={(event) => {
          const value = event.currentTarget.value;
          setText(value);
          // Say at once that it grew too long, and that a mistake is mended; not that it is still empty.
          const parsed = parseDisplayName(value);
          const now = 'problem' in parsed ? parsed.problem : null;
          setProblem(now?.kind === 'empty' ? null : now);
        }}
        autoComplete="name"
        enterKeyHint="go"
        dir="auto"
      />
      {failure && (
        <Notice tone="danger" role="alert">
          <p>{failure}</p>
        </Notice>
      )}
      <Button type="submit" variant="primary" size="large" busy={joining}>
        {joining ? t.prejoin.joining : t.prejoin.joinNow}
      </Button>
    </form>
  );
}

function wordsFor(problem: NameProblem): string {
  switch (problem.kind) {
    case 'empty':
      return strings().prejoin.nameEmpty;
    case 'too_long':
      return strings().prejoin.nameTooLong(problem.count);
    case 'forbidden':
      return strings().prejoin.nameForbidden;
  }
}
