import './Field.css';

import { ChevronDown, type LucideIcon } from 'lucide-react';
import { useId } from 'react';

interface SelectFieldProps {
  label: string;
  icon: LucideIcon;
  /** `lang`: language of the label, if it is not the page's. */
  options: { value: string; label: string; lang?: string }[];
  value: string;
  onChange: (value: string) => void;
  /** Note below the field. */
  hint?: string;
  /** Text for an empty list. */
  empty?: string;
}

/** The browser's own list, which suits keyboards, screen readers and phones. */
export function SelectField({
  label,
  icon: Icon,
  options,
  value,
  onChange,
  hint,
  empty,
}: SelectFieldProps) {
  const id = useId();
  const hintId = useId();
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <div className="select">
        <Icon className="select-icon" aria-hidden="true" />
        <select
          id={id}
          className="field-control select-control"
          value={value}
          aria-describedby={hint ? hintId : undefined}
          disabled={options.length === 0}
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          {options.length === 0 && <option value="">{empty}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value} lang={option.lang}>
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown className="select-arrow" aria-hidden="true" />
      </div>
      {hint && (
        <p id={hintId} className="field-note">
          {hint}
        </p>
      )}
    </div>
  );
}
