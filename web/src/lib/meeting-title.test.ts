import { expect, it } from 'vitest';

import { parseTitle } from './meeting-title';

it.each([
  ['  Team   stand-up ', 'Team stand-up'],
  ['Q3 "plan" <b>', 'Q3 "plan" <b>'],
  ['ä'.repeat(100), 'ä'.repeat(100)],
  ['', null],
  [' \u200b ', null],
])('%j is the title %j', (text, title) => {
  expect(parseTitle(text)).toEqual({ title });
});

it.each([
  ['x'.repeat(101), 'titleTooLong'],
  ['\u202egnp.exe', 'titleForbidden'],
  ['a\u0007b', 'titleForbidden'],
])('%j is none', (text, problem) => {
  expect(parseTitle(text)).toEqual({ problem });
});
