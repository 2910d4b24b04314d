import { type FormEvent, useRef, useState } from 'react';
import { useLocation } from 'wouter';

import { type MeetingPlace, meetingPlace } from '../../lib/meeting-place';
import { getMeeting } from '../../rtc/api';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/TextField';

/** The path that leads somewhere. If the server cannot tell, the page behind it says so. */
async function pathOf({ path, otherwise }: MeetingPlace): Promise<string> {
  if (otherwise === undefined) return path;
  try {
    return (await getMeeting(path.slice('/m/'.length))) ? path : otherwise;
  } catch {
    return path;
  }
}

/** Form that accepts a meeting code or link in any spelling, or the name of a room. */
export function JoinForm() {
  const t = useStrings();
  const [, navigate] = useLocation();
  const [text, setText] = useState('');
  const [error, setError] = useState<'codeEmpty' | 'codeInvalid' | null>(null);
  const field = useRef<HTMLInputElement>(null);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const place = meetingPlace(text);
    if (place) {
      void pathOf(place).then(navigate);
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
        hint={t.landing.codeHint}
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
