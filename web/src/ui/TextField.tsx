import type { InputHTMLAttributes, Ref } from 'react';

import { Field, type FieldWords } from './Field';

interface TextFieldProps extends InputHTMLAttributes<HTMLInputElement>, FieldWords {
  error: string | null;
  ref?: Ref<HTMLInputElement>;
}

export function TextField({ label, hint, error, ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => <input type="text" {...input} {...control} className="field-control" />}
    </Field>
  );
}
