import type { Ref, TextareaHTMLAttributes } from 'react';

import { Field, type FieldWords } from './Field';

interface TextAreaProps extends TextareaHTMLAttributes<HTMLTextAreaElement>, FieldWords {
  ref?: Ref<HTMLTextAreaElement>;
}

/** A field of several lines that grows with its text where the browser can. */
export function TextArea({ label, hint, error = null, rows = 2, ...input }: TextAreaProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <textarea {...input} {...control} rows={rows} className="field-control field-area" />
      )}
    </Field>
  );
}
