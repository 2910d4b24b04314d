import { type ReactNode, useId } from 'react';

interface BlockProps {
  title: string;
  children: ReactNode;
}

/** Region of the panel, named by its heading. */
export function Block({ title, children }: BlockProps) {
  const headingId = useId();
  return (
    <section className="interview-block" aria-labelledby={headingId}>
      <header className="interview-block-head">
        <h3 id={headingId}>{title}</h3>
      </header>
      {children}
    </section>
  );
}
