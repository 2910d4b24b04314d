import { type ReactNode, useId } from 'react';

/** The parts of the panel that are far apart. */
export type Part = 'questions' | 'notes' | 'scorecard';

interface BlockProps {
  title: string;
  /** Where one can jump to. */
  part?: Part;
  children: ReactNode;
}

/** A part of the panel, a region with its heading. */
export function Block({ title, part, children }: BlockProps) {
  const headingId = useId();
  return (
    <section className="interview-block" aria-labelledby={headingId} data-part={part}>
      <header className="interview-block-head">
        <h3 id={headingId} tabIndex={-1}>
          {title}
        </h3>
      </header>
      {children}
    </section>
  );
}
