// @vitest-environment happy-dom
import { afterEach, expect, it } from 'vitest';

import {
  dropLinkToken,
  keepLinkToken,
  knownInterviews,
  readLinkToken,
  tokenInHash,
} from './interview-links';

const ID = 'abc-defg-hij';
const OTHER = 'abc-defg-hik';
const TOKEN = 'abcdefgh.abcdefghijklmnopqrstuvwxyz';

afterEach(() => {
  for (const id of [ID, OTHER]) dropLinkToken(id);
  sessionStorage.clear();
  localStorage.clear();
});

it('the tab keeps its own, the browser the newest', () => {
  keepLinkToken(ID, 'mine');
  // As another tab would write it.
  localStorage.setItem('convene.interviews', JSON.stringify([[ID, 'newest']]));
  expect(readLinkToken(ID)).toBe('mine');
  sessionStorage.clear();
  expect(readLinkToken(ID)).toBe('newest');
});

it('drops the one that is no good, and keeps what another tab has', () => {
  keepLinkToken(ID, 'bad');
  localStorage.setItem('convene.interviews', JSON.stringify([[ID, 'good']]));
  dropLinkToken(ID, 'bad');
  expect(readLinkToken(ID)).toBe('good');
});

it('lists interviews, the one opened last first, and drops one', () => {
  keepLinkToken(ID, TOKEN);
  keepLinkToken(OTHER, TOKEN);
  keepLinkToken(ID, TOKEN);
  expect(knownInterviews()).toEqual([ID, OTHER]);
  dropLinkToken(ID);
  expect(knownInterviews()).toEqual([OTHER]);
  expect(readLinkToken(ID)).toBeNull();
});

it('remembers while the page is open where storages are blocked', () => {
  const places = ['localStorage', 'sessionStorage'] as const;
  const before = places.map((place) => [place, globalThis[place]] as const);
  const get = () => {
    throw new DOMException('blocked', 'SecurityError');
  };
  for (const place of places) Object.defineProperty(globalThis, place, { configurable: true, get });
  try {
    expect(knownInterviews()).toEqual([]);
    expect(readLinkToken(ID)).toBeNull();
    keepLinkToken(ID, TOKEN);
    expect(readLinkToken(ID)).toBe(TOKEN);
  } finally {
    for (const [place, value] of before) {
      Object.defineProperty(globalThis, place, { configurable: true, value });
    }
  }
});

it('finds the token in a link, and nothing that is none', () => {
  expect(tokenInHash(`#${TOKEN}`)).toBe(TOKEN);
  for (const hash of ['', '#', '#short', `#${'x'.repeat(81)}`, '#a b']) {
    expect(tokenInHash(hash), hash).toBeNull();
  }
});
