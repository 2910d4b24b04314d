import './Field.css';

import { type Ref, type TextareaHTMLAttributes, useId } from 'react';

interface TextAreaProps extends TextareaHTMLAttributes<HTMLTextAreaElement> {
  label: string;
  hint?: string | undefined;
  /** What is wrong with the value, in words; null if nothing is. */
  error?: string | null;
  ref?: Ref<HTMLTextAreaElement>;
}

/** A field of several lines, which grows with what is in it where the browser knows how. */
export function TextArea({ label, hint, error = null, rows = 2, ...input }: TextAreaProps) {
  const id = useId();
  const noteId = useId();
  const note = error ?? hint;
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <textarea
        {...input}
        id={id}
        rows={rows}
        className="field-control field-area"
        aria-invalid={error ? true : undefined}
        aria-describedby={note ? noteId : undefined}
      />
      <p id={noteId} className="field-note" data-error={error ? '' : undefined} aria-live="polite">
        {note}
      </p>
    </div>
  );
}
