import { describe, expect, it } from 'vitest';

import { parseMeetingCode, parseMeetingInput } from './meeting-code';

describe('what a person types to join', () => {
  it.each([
    'abc-defg-hij',
    'ABC-DEFG-HIJ',
    ' abc defg hij ',
    'abcdefghij',
    'a-b-c-d-e-f-g-h-i-j',
    'https://meet.example/m/abc-defg-hij',
    'https://meet.example/m/ABCDEFGHIJ?utm=1#top',
    'meet.example/m/abc-defg-hij/',
    '/m/abc-defg-hij',
    'https://meet.example/m/abc%20defg%20hij',
  ])('%j is the meeting abc-defg-hij', (text) => {
    expect(parseMeetingInput(text)).toBe('abc-defg-hij');
  });

  it.each([
    '',
    'abc',
    'abc-defg-hi1',
    'abc-defg-hijk',
    'äbc-defg-hij',
    'https://meet.example/',
    '/m/',
    '/m/%',
    '../../etc/passwd',
    'a'.repeat(10_000),
  ])('%j is none', (text) => {
    expect(parseMeetingInput(text)).toBeNull();
  });

  it('a code is not taken out of a link', () => {
    expect(parseMeetingCode('/m/abc-defg-hij')).toBeNull();
  });
});
