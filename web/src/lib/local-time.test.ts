import { expect, it } from 'vitest';

import { formatLocalTime, parseLocalTime } from './local-time';

it('reads a local time, and nothing else', () => {
  expect(parseLocalTime('2026-11-30T09:15')).toBe(new Date(2026, 10, 30, 9, 15).getTime());
  expect(parseLocalTime('2026-11-30T09:15:30')).toBe(new Date(2026, 10, 30, 9, 15, 30).getTime());
  for (const value of [
    '',
    '2026-11-30',
    '2026-13-30T09:15',
    '2026-11-30T09:15Z',
    '12026-01-01T00:00',
  ])
    expect(parseLocalTime(value), value).toBeNull();
});

it('writes a time as the field shows it, and reads it back', () => {
  const at = new Date(2026, 0, 5, 9, 5).getTime();
  expect(formatLocalTime(at)).toBe('2026-01-05T09:05');
  expect(parseLocalTime(formatLocalTime(at + 59_999))).toBe(at);
});
