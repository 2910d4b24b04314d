import './Button.css';

import type { ReactNode } from 'react';
import { Link } from 'wouter';

/** A link that looks like a button. */
export function LinkButton({
  href,
  variant = 'secondary',
  children,
}: {
  href: string;
  variant?: 'primary' | 'secondary' | 'quiet';
  children: ReactNode;
}) {
  return (
    <Link href={href} className="button" data-variant={variant} data-size="medium">
      {children}
    </Link>
  );
}
