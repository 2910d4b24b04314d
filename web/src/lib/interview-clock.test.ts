import { expect, it } from 'vitest';

import type { InterviewClock, Section } from '../protocol/protocol.gen';
import { elapsedAt, sectionTimeAt, untilNextSecond, warningBefore } from './interview-clock';

const T = 1_700_000_000_000;
const waiting: InterviewClock = { state: 'waiting', elapsed_before_ms: 0, section_entered_ms: 0 };
const running: InterviewClock = {
  ...waiting,
  state: 'running',
  started_at: T,
  running_since: T,
  section: 7,
};
const sections: Section[] = [
  { id: 7, title: 'Opening', minutes: 5 },
  { id: 3, title: 'Code', minutes: 20 },
];

it('shows nothing before the start', () => {
  expect(elapsedAt(waiting, T + 90_000)).toBe(0);
  expect(sectionTimeAt(waiting, sections, T)).toBeNull();
});

it('runs from the server’s moment, whenever it is asked', () => {
  expect(elapsedAt(running, T + 61_500)).toBe(61_500);
  expect(elapsedAt(running, T + 3_600_000)).toBe(3_600_000);
});

it('never runs backwards where this clock is a little behind', () => {
  expect(elapsedAt({ ...running, elapsed_before_ms: 4_000 }, T - 300)).toBe(4_000);
});

it('stands still while it is paused, and goes on from there', () => {
  const { running_since: _, ...rest } = running;
  const paused: InterviewClock = { ...rest, state: 'paused', elapsed_before_ms: 42_000 };
  expect(elapsedAt(paused, T + 900_000)).toBe(42_000);
  const resumed: InterviewClock = { ...paused, state: 'running', running_since: T + 900_000 };
  expect(elapsedAt(resumed, T + 901_000)).toBe(43_000);
});

it('counts a section from where it was entered', () => {
  const clock = { ...running, section: 3, section_entered_ms: 300_000 };
  expect(sectionTimeAt(clock, sections, T + 360_000)).toEqual({
    section: sections[1],
    number: 2,
    spent: 60_000,
    planned: 1_200_000,
    remaining: 1_140_000,
    phase: 'going',
  });
});

it('warns a minute before the end, or a tenth of a short section', () => {
  expect([1, 5, 10, 45].map((minutes) => warningBefore({ id: 1, title: 'x', minutes }))).toEqual([
    6_000, 30_000, 60_000, 60_000,
  ]);
  const phase = (at: number) => sectionTimeAt(running, sections, T + at)?.phase;
  expect([269_999, 270_000, 299_999, 300_000].map(phase)).toEqual([
    'going',
    'ending',
    'ending',
    'over',
  ]);
});

it('counts on in overtime', () => {
  expect(sectionTimeAt(running, sections, T + 312_000)?.remaining).toBe(-12_000);
});

it('knows no section that is not planned any more', () => {
  expect(sectionTimeAt({ ...running, section: 99 }, sections, T)).toBeNull();
});

it('changes on the second', () => {
  expect(untilNextSecond(running, T + 1_250)).toBe(750);
  expect(untilNextSecond({ ...running, elapsed_before_ms: 900 }, T)).toBe(100);
});
