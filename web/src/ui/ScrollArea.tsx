import type { ReactNode } from 'react';

interface ScrollAreaProps {
  /** Name for screen readers. */
  label: string;
  className: string;
  children: ReactNode;
}

/** A part of the page that scrolls by itself. The keyboard reaches it, whatever is in it. */
export function ScrollArea({ label, className, children }: ScrollAreaProps) {
  const reachable = { role: 'group', tabIndex: 0, 'aria-label': label };
  return (
    <div className={className} {...reachable}>
      {children}
    </div>
  );
}
