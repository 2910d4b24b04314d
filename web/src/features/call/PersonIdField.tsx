import { type RefObject, useRef, useState } from 'react';

import { isNoPersonInput, parsePersonInput } from '../../lib/person-id';
import type { PersonId } from '../../protocol/protocol.gen';
import { useNameOf } from '../../stores/address-book';
import { useCalls } from '../../stores/calls';
import { useStrings } from '../../strings';
import type { Strings } from '../../strings/en';
import { TextField } from '../../ui/TextField';

interface TypedId {
  text: string;
  error: 'idEmpty' | 'idInvalid' | 'idOwn' | null;
  field: RefObject<HTMLInputElement | null>;
  setText(text: string): void;
  /** The person has left the field: a text that is not complete is wrong now. */
  check(): void;
  /** Returns the id; without one the field shows its problem. */
  take(): PersonId | null;
  focus(): void;
}

/** State of a field for a person's id. */
export function useTypedId(initial = ''): TypedId {
  const self = useCalls((state) => state.me?.id);
  const [text, setText] = useState(initial);
  const [problem, setProblem] = useState<'idEmpty' | 'idInvalid' | null>(() =>
    // A link may hold a wrong id: the page says so at once.
    problemOf(initial, parsePersonInput(initial) === null),
  );
  const id = parsePersonInput(text);
  const error = id !== null && id === self ? 'idOwn' : problem;
  const field = useRef<HTMLInputElement>(null);
  const focus = (): void => field.current?.focus();
  return {
    text,
    error,
    field,
    focus,
    setText: (next) => {
      setText(next);
      setProblem(problemOf(next, isNoPersonInput(next)));
    },
    check: () => setProblem(problemOf(text, id === null)),
    take: () => {
      if (id !== null && id !== self) return id;
      if (id === null) setProblem(text.trim() === '' ? 'idEmpty' : 'idInvalid');
      focus();
      return null;
    },
  };
}

/** An empty field is no mistake until somebody wants to call. */
function problemOf(text: string, isWrong: boolean): 'idInvalid' | null {
  return isWrong && text.trim() !== '' ? 'idInvalid' : null;
}

interface PersonIdFieldProps {
  typed: TypedId;
  hint?: string;
  onChange: () => void;
}

/** Field for a person's id. */
export function PersonIdField({ typed, hint, onChange }: PersonIdFieldProps) {
  const t = useStrings();
  const id = parsePersonInput(typed.text);
  // The name of a person one knows: a wrong ID is noticed before it is called.
  const name = useNameOf(id);
  const note = name === null ? hint : t.callPeople.knownId(name);
  return (
    <TextField
      ref={typed.field}
      label={t.calls.idToCall}
      {...(note !== undefined && { hint: note })}
      placeholder={t.calls.idPlaceholder}
      value={typed.text}
      error={typed.error && errorText(t, typed.error)}
      onChange={(event) => {
        typed.setText(event.currentTarget.value);
        onChange();
      }}
      onBlur={() => typed.check()}
      autoCapitalize="none"
      autoComplete="off"
      autoCorrect="off"
      spellCheck={false}
      enterKeyHint="go"
      dir="ltr"
    />
  );
}

function errorText(t: Strings, error: NonNullable<TypedId['error']>): string {
  return error === 'idOwn' ? t.calls.problems.own_id : t.calls[error];
}
