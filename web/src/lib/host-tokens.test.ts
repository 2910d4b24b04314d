import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { dropHostToken, keepHostToken, readHostToken } from './host-tokens';

let stored: Map<string, string>;

beforeEach(() => {
  stored = new Map();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
});

afterEach(() => vi.unstubAllGlobals());

const letters = 'abcdefghijklmnopqrstuvwxyz';
const code = (index: number) =>
  `abc-defg-h${letters[Math.floor(index / 26)]}${letters[index % 26]}`;

it('is kept by meeting, until the server says that it is none', () => {
  keepHostToken(code(1), 'one');
  keepHostToken(code(2), 'two');
  expect(readHostToken(code(1))).toBe('one');
  expect(readHostToken(code(3))).toBeNull();
  dropHostToken(code(1));
  expect(readHostToken(code(1))).toBeNull();
  expect(readHostToken(code(2))).toBe('two');
  dropHostToken(code(2));
  expect(stored.size).toBe(0);
});

it('keeps those of the newest 50 meetings', () => {
  for (let index = 0; index < 60; index += 1) keepHostToken(code(index), `token ${index}`);
  expect(readHostToken(code(9))).toBeNull();
  expect(readHostToken(code(10))).toBe('token 10');
  expect(readHostToken(code(59))).toBe('token 59');
});

it.each(['{', '{}', '[1]', '[["abc-defg-hij"]]', '[["Abc",  "x"]]', '[["abc-defg-hij", 1]]'])(
  'takes %s in the storage for nothing',
  (text) => {
    stored.set('convene.hosted', text);
    expect(readHostToken('abc-defg-hij')).toBeNull();
    keepHostToken('abc-defg-hij', 'x');
    expect(readHostToken('abc-defg-hij')).toBe('x');
  },
);

it('does without a storage', () => {
  vi.stubGlobal('localStorage', {
    getItem: () => {
      throw new Error('blocked');
    },
    setItem: () => {
      throw new Error('blocked');
    },
  });
  keepHostToken('abc-defg-hij', 'x');
  expect(readHostToken('abc-defg-hij')).toBeNull();
});
