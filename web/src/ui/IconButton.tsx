import './IconButton.css';

import type { LucideIcon } from 'lucide-react';
import { type ButtonHTMLAttributes, useState } from 'react';

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** The accessible name, shown as a tooltip. */
  label: string;
  icon: LucideIcon;
  tone?: 'plain' | 'off' | 'active' | 'danger';
  /** A small mark: something about it wants attention. */
  warned?: boolean;
}

/**
 * A button with an icon alone. Its name shows on hover and on keyboard focus, and goes with Escape
 * (WCAG 1.4.13).
 */
export function IconButton({
  label,
  icon: Icon,
  tone = 'plain',
  warned = false,
  className,
  ...rest
}: IconButtonProps) {
  const [hidden, setHidden] = useState(false);
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      className={['icon-button', className].filter(Boolean).join(' ')}
      data-tone={tone}
      data-tip-hidden={hidden || undefined}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setHidden(true);
      }}
      onPointerEnter={() => setHidden(false)}
      onFocus={() => setHidden(false)}
    >
      <Icon aria-hidden="true" />
      {warned && <span className="icon-button-mark" aria-hidden="true" />}
      <span className="icon-button-tip" aria-hidden="true">
        {label}
      </span>
    </button>
  );
}
