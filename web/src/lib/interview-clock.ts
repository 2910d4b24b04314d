import type { InterviewClock, Section, Timestamp } from '../protocol/protocol.gen';

// Mirrors crates/model/src/interview/clock.rs: it stores times of the server's clock and counts
// nothing.

/** Elapsed time of the interview at a time of the server's clock, in ms. */
export function elapsedAt(clock: InterviewClock, now: Timestamp): number {
  const { running_since: since, elapsed_before_ms: before } = clock;
  return before + (since === undefined ? 0 : Math.max(0, now - since));
}

/** State of the current section. */
export interface SectionTime {
  section: Section;
  /** Position among all sections, from 1. */
  number: number;
  /** Elapsed time in ms. */
  spent: number;
  /** Planned time in ms. */
  planned: number;
  /** Remaining time in ms; negative in overtime. */
  remaining: number;
  /** `ending`: little time remains. */
  phase: 'going' | 'ending' | 'over';
}

/** Current section at a time of the server's clock; null before the start and without sections. */
export function sectionTimeAt(
  clock: InterviewClock,
  sections: readonly Section[],
  now: Timestamp,
): SectionTime | null {
  const index = sections.findIndex(({ id }) => id === clock.section);
  const section = sections[index];
  if (!section) return null;
  const planned = section.minutes * 60_000;
  const spent = Math.max(0, elapsedAt(clock, now) - clock.section_entered_ms);
  const remaining = planned - spent;
  const phase = remaining <= 0 ? 'over' : remaining <= warningBefore(section) ? 'ending' : 'going';
  return { section, number: index + 1, spent, planned, remaining, phase };
}

/** How long before its end a section warns, in ms: a minute, or a tenth of a short section. */
export function warningBefore({ minutes }: Section): number {
  return Math.min(60_000, minutes * 6_000);
}

/** Time until the clock shows the next second, in ms. Screens that update then always agree. */
export function untilNextSecond(clock: InterviewClock, now: Timestamp): number {
  return 1_000 - (elapsedAt(clock, now) % 1_000);
}
