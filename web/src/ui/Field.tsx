import './Field.css';

import { type ReactNode, useId } from 'react';

export interface FieldWords {
  label: string;
  hint?: string | undefined;
  /** Problem with the value, in words; null if there is none. */
  error?: string | null;
}

/** Attributes that tie a control to its label and note. */
interface ControlProps {
  id: string;
  'aria-invalid': true | undefined;
  'aria-describedby': string | undefined;
}

interface FieldProps extends FieldWords {
  children: (control: ControlProps) => ReactNode;
}

/** A control with its label and a note: what it takes, or what is wrong with it. */
export function Field({ label, hint, error = null, children }: FieldProps) {
  const id = useId();
  const noteId = useId();
  const note = error ?? hint;
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        'aria-invalid': error ? true : undefined,
        'aria-describedby': note ? noteId : undefined,
      })}
      <p id={noteId} className="field-note" data-error={error ? '' : undefined} aria-live="polite">
        {note}
      </p>
    </div>
  );
}
