import { useId } from 'react';

import { formatDuration } from '../../lib/duration';
import { sectionTimeAt } from '../../lib/interview-clock';
import type { InterviewClock, Section } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Problem } from '../../ui/Problem';
import { Block } from './Block';
import { formatOver } from './times';
import { useSend } from './useSend';
import { useServerNow } from './useServerNow';

interface SectionsProps {
  clock: InterviewClock;
  sections: readonly Section[];
  /** True if the viewer may change the section. */
  mayGo?: boolean;
}

/** Sections of the interview with their times; marks the current one. */
export function Sections({ clock, sections, mayGo = false }: SectionsProps) {
  const t = useStrings().interview;
  const { send, busy, problem } = useSend();
  const begun = clock.state === 'running' || clock.state === 'paused';
  if (sections.length === 0 && !mayGo) return null;
  return (
    <Block title={t.sections}>
      {sections.length === 0 && <p className="interview-none">{t.noSections}</p>}
      <ol className="interview-sections">
        {sections.map((section, index) => (
          <SectionRow
            key={section.id}
            section={section}
            number={index + 1}
            clock={clock}
            onGo={
              mayGo && begun && clock.section !== section.id
                ? () => void send({ kind: 'enter_section', section: section.id })
                : null
            }
            busy={busy}
          />
        ))}
      </ol>
      <Problem text={problem} />
    </Block>
  );
}

interface SectionRowProps {
  section: Section;
  number: number;
  clock: InterviewClock;
  onGo: (() => void) | null;
  busy: boolean;
}

function SectionRow({ section, number, clock, onGo, busy }: SectionRowProps) {
  const t = useStrings().interview;
  const titleId = useId();
  const isCurrent = clock.section === section.id && clock.state !== 'ended';
  return (
    <li className="interview-section" aria-current={isCurrent ? 'step' : undefined}>
      <span className="interview-section-text">
        <span id={titleId} className="interview-section-title" dir="auto">
          {t.section(number, section.title)}
        </span>
        <span className="interview-meta">
          {t.minutes(section.minutes)}
          {isCurrent && <SectionTimeLeft clock={clock} section={section} />}
        </span>
      </span>
      {onGo && (
        <Button size="small" busy={busy} aria-describedby={titleId} onClick={onGo}>
          {t.goHere}
        </Button>
      )}
    </li>
  );
}

function SectionTimeLeft({ clock, section }: { clock: InterviewClock; section: Section }) {
  const t = useStrings().interview;
  const time = sectionTimeAt(clock, [section], useServerNow(clock));
  if (!time) return null;
  const words =
    time.phase === 'over'
      ? t.over(formatOver(time.remaining))
      : t.left(formatDuration(Math.ceil(time.remaining / 1_000) * 1_000));
  return (
    <>
      {' · '}
      {t.now}
      {' · '}
      <span className="interview-section-left" data-phase={time.phase}>
        {words}
      </span>
    </>
  );
}
