import { type ReactNode, useId } from 'react';

/** Parts of the panel that {@link Jumps} leads to. */
export type Part = 'questions' | 'notes' | 'scorecard';

interface BlockProps {
  title: string;
  /** Makes the block a target of {@link Jumps}. */
  part?: Part;
  children: ReactNode;
}

/** Region of the panel, named by its heading. */
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
