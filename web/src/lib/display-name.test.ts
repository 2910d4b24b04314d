import { expect, it } from 'vitest';

import { parseDisplayName } from './display-name';

it.each([
  ['Ana', 'Ana'],
  ['  Ana   María ', 'Ana María'],
  ['👩‍👩‍👧', '👩‍👩‍👧'],
  ['x'.repeat(64), 'x'.repeat(64)],
  ['😀'.repeat(64), '😀'.repeat(64)],
])('takes %j', (text, name) => {
  expect(parseDisplayName(text)).toEqual({ name });
});

it.each([
  ['', { kind: 'empty' }],
  [' \t ', { kind: 'empty' }],
  ['\u200b\u2060', { kind: 'empty' }],
  ['x'.repeat(65), { kind: 'too_long', count: 65 }],
  ['abc\u202etxt', { kind: 'forbidden' }],
  ['a\u0007b', { kind: 'forbidden' }],
])('refuses %j', (text, problem) => {
  expect(parseDisplayName(text)).toEqual({ problem });
});
