import './Field.css';

import { useId } from 'react';

interface CheckFieldProps {
  label: string;
  hint: string;
  checked: boolean;
  /** Disables the field; the hint says why. */
  disabled?: boolean;
  onChange: (checked: boolean) => void;
}

/** A checkbox; the whole row can be pressed. */
export function CheckField({ label, hint, checked, disabled = false, onChange }: CheckFieldProps) {
  const hintId = useId();
  return (
    <div className="check">
      <label className="check-row">
        <input
          type="checkbox"
          checked={checked}
          disabled={disabled}
          aria-describedby={hintId}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span className="field-label">{label}</span>
      </label>
      <p id={hintId} className="field-note">
        {hint}
      </p>
    </div>
  );
}
