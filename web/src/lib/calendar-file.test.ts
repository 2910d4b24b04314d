import { expect, it } from 'vitest';

import { calendarFile } from './calendar-file';

const appointment = {
  uid: 'abc-defg-hij@example.org',
  title: 'Interview',
  text: 'Join',
  url: 'https://example.org/i/abc-defg-hij#to.ken',
  start: Date.UTC(2026, 10, 30, 9, 15),
  end: Date.UTC(2026, 10, 30, 10, 15),
  made: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
};

const unfolded = (file: string) => file.replaceAll('\r\n ', '').split('\r\n');

it('has one event with times in UTC, in lines that end with CRLF', () => {
  const file = calendarFile(appointment);
  expect(unfolded(file)).toEqual([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Convene//Interviews//EN',
    'CALSCALE:GREGORIAN',
    'BEGIN:VEVENT',
    'UID:abc-defg-hij@example.org',
    'DTSTAMP:20260102T030405Z',
    'DTSTART:20261130T091500Z',
    'DTEND:20261130T101500Z',
    'SUMMARY:Interview',
    'DESCRIPTION:Join',
    'LOCATION:https://example.org/i/abc-defg-hij#to.ken',
    'URL:https://example.org/i/abc-defg-hij#to.ken',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]);
  expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
});

it('escapes what has a meaning in a text, and adds no line by it', () => {
  const title = 'A; b, c\\d: "e"';
  const text = 'one\ntwo\r\nEND:VEVENT\rthree\u0007';
  const lines = unfolded(calendarFile({ ...appointment, title, text }));
  expect(lines).toContain('SUMMARY:A\\; b\\, c\\\\d: "e"');
  expect(lines).toContain('DESCRIPTION:one\\ntwo\\nEND:VEVENT\\nthree');
  expect(lines.filter((line) => line === 'END:VEVENT')).toHaveLength(1);
});

it('folds at 75 octets and tears no character apart', () => {
  const title = `${'ä'.repeat(100)}${'👩🏽‍💻'.repeat(40)}${'x'.repeat(200)}`;
  const file = calendarFile({ ...appointment, title });
  const encoder = new TextEncoder();
  for (const line of file.split('\r\n')) {
    expect(encoder.encode(line).length).toBeLessThanOrEqual(75);
    expect(line).not.toContain('\ufffd');
  }
  expect(unfolded(file)).toContain(`SUMMARY:${title}`);
});
