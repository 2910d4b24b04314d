import { type ReactNode, useId } from 'react';

interface BlockProps {
  title: string;
  /** Beside the title. */
  aside?: ReactNode;
  id?: string;
  children: ReactNode;
}

/** A part of the panel, a region with its heading. */
export function Block({ title, aside, id, children }: BlockProps) {
  const headingId = useId();
  return (
    <section id={id} className="interview-block" aria-labelledby={headingId}>
      <header className="interview-block-head">
        <h3 id={headingId}>{title}</h3>
        {aside}
      </header>
      {children}
    </section>
  );
}
