import { type RefObject, useRef, useState } from 'react';

import { parsePersonInput } from '../../lib/person-id';
import type { PersonId } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { TextField } from '../../ui/TextField';

interface TypedId {
  text: string;
  error: 'idEmpty' | 'idInvalid' | null;
  field: RefObject<HTMLInputElement | null>;
  setText(text: string): void;
  /** Returns the id; without one the field shows its problem. */
  take(): PersonId | null;
  focus(): void;
}

/** State of a field for a person's id. */
export function useTypedId(initial = ''): TypedId {
  const [text, setText] = useState(initial);
  // A link may hold a wrong id: the page says so at once.
  const [error, setError] = useState<TypedId['error']>(() =>
    initial.trim() === '' || parsePersonInput(initial) ? null : 'idInvalid',
  );
  const field = useRef<HTMLInputElement>(null);
  const focus = (): void => field.current?.focus();
  return {
    text,
    error,
    field,
    focus,
    setText: (next) => {
      setText(next);
      setError(null);
    },
    take: () => {
      const id = parsePersonInput(text);
      if (id) return id;
      setError(text.trim() === '' ? 'idEmpty' : 'idInvalid');
      focus();
      return null;
    },
  };
}

interface PersonIdFieldProps {
  typed: TypedId;
  hint?: string;
  onChange: () => void;
}

/** Field for a person's id. */
export function PersonIdField({ typed, hint, onChange }: PersonIdFieldProps) {
  const t = useStrings();
  return (
    <TextField
      ref={typed.field}
      label={t.calls.idToCall}
      {...(hint !== undefined && { hint })}
      placeholder={t.calls.idPlaceholder}
      value={typed.text}
      error={typed.error && t.calls[typed.error]}
      onChange={(event) => {
        typed.setText(event.currentTarget.value);
        onChange();
      }}
      autoCapitalize="none"
      autoComplete="off"
      autoCorrect="off"
      spellCheck={false}
      enterKeyHint="go"
      dir="ltr"
    />
  );
}
