import './IconButton.css';

import type { LucideIcon } from 'lucide-react';
import { type ButtonHTMLAttributes, useId, useState } from 'react';

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** The accessible name; also the tooltip. */
  label: string;
  icon: LucideIcon;
  tone?: 'plain' | 'off' | 'active' | 'danger';
  /** Shows a small mark: something needs attention. */
  warned?: boolean;
  /**
   * A number: of waiting things, or quietly of things that are there. It is the description, so the
   * name stays the same.
   */
  badge?: { count: number; description: string; quiet?: boolean } | undefined;
}

/**
 * A button with only an icon. Its name shows on hover and keyboard focus, and Escape hides it (WCAG
 * 1.4.13).
 */
export function IconButton({
  label,
  icon: Icon,
  tone = 'plain',
  warned = false,
  badge,
  className,
  ...rest
}: IconButtonProps) {
  const badgeId = useId();
  const [hidden, setHidden] = useState(false);
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      aria-describedby={badge ? badgeId : undefined}
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
      {badge && (
        <>
          <span
            className="icon-button-badge"
            data-unread={badge.quiet ? undefined : badge.count}
            data-quiet={badge.quiet || undefined}
            aria-hidden="true"
          >
            {badge.count > 99 ? '99+' : badge.count}
          </span>
          <span id={badgeId} hidden>
            {badge.description}
          </span>
        </>
      )}
      <span className="icon-button-tip" aria-hidden="true">
        {label}
      </span>
    </button>
  );
}
