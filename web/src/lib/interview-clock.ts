import type { InterviewClock, Section, Timestamp } from '../rtc/protocol.gen';

// As crates/model/src/interview/clock.rs has it: moments of the server's clock, and no counting.

/** What the clock shows at a moment of the server's clock, in ms. */
export function elapsedAt(clock: InterviewClock, now: Timestamp): number {
  const { running_since: since, elapsed_before_ms: before } = clock;
  return before + (since === undefined ? 0 : Math.max(0, now - since));
}

/** How it stands with the section that the interview is in. */
export interface SectionTime {
  section: Section;
  /** Its place among all, from 1. */
  number: number;
  /** How long it has taken, in ms. */
  spent: number;
  /** How long it is to take. */
  planned: number;
  /** What is left of that; negative in overtime. */
  remaining: number;
  /** `ending`: it has not long to go. */
  phase: 'going' | 'ending' | 'over';
}

/** The section at a moment of the server's clock; null before the start, and where there are none. */
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

/** How long before its end one is told, in ms: a minute, or a tenth of a short one. */
export function warningBefore({ minutes }: Section): number {
  return Math.min(60_000, minutes * 6_000);
}

/**
 * In how many ms the clock shows another second. Screens that change on the second show the same, whenever each was
 * opened.
 */
export function untilNextSecond(clock: InterviewClock, now: Timestamp): number {
  return 1_000 - (elapsedAt(clock, now) % 1_000);
}
