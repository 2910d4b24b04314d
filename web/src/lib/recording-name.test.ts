import { expect, it } from 'vitest';

import { fileName, parseStoredName, storedName } from './recording-name';

const startedAt = new Date(2026, 6, 3, 9, 5, 30).getTime();
const name = { meetingId: 'abc-defg-hij', startedAt, extension: 'webm' } as const;

it('knows a recording again by the name it was kept under', () => {
  expect(parseStoredName(storedName(name))).toEqual(name);
});

it.each([
  '',
  'notes.txt',
  '12.abc.webm.done',
  'x.abc-defg-hij.webm',
  '5.abc-defg-hij.exe',
  '5..webm',
])('takes %j for no recording', (other) => {
  expect(parseStoredName(other)).toBeNull();
});

it('gives it a name that sorts by time and that every system takes', () => {
  expect(fileName(name)).toBe('Convene 2026-07-03 09.05.30 abc-defg-hij.webm');
  expect(fileName(name)).not.toMatch(/[<>:"/\\|?*]/);
});
