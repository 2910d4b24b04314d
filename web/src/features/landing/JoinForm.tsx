import { type FormEvent, useRef, useState } from 'react';
import { useLocation } from 'wouter';

import { parseMeetingInput } from '../../lib/meeting-code';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/TextField';

/** Form that accepts a meeting code or link in any spelling. */
export function JoinForm() {
  const t = useStrings();
  const [, navigate] = useLocation();
  const [text, setText] = useState('');
  const [error, setError] = useState<'codeEmpty' | 'codeInvalid' | null>(null);
  const field = useRef<HTMLInputElement>(null);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const id = parseMeetingInput(text);
    if (id) {
      navigate(`/m/${id}`);
      return;
    }
    setError(text.trim() === '' ? 'codeEmpty' : 'codeInvalid');
    field.current?.focus();
  };

  return (
    <form className="join-form" noValidate onSubmit={submit}>
      <TextField
        ref={field}
        label={t.landing.codeLabel}
        placeholder={t.landing.codePlaceholder}
        value={text}
        error={error && t.landing[error]}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setError(null);
        }}
        autoCapitalize="none"
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        enterKeyHint="go"
        dir="ltr"
      />
      <Button type="submit">{t.landing.join}</Button>
    </form>
  );
}
