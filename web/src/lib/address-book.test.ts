// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest';

import { ADDRESS_BOOK_KEY, readAddressBook, writeAddressBook } from './address-book';

const BEN = 'zuzu-zuzu-zuzu';

afterEach(() => {
  vi.unstubAllGlobals();
  localStorage.clear();
});

it('keeps a name and a favourite, and drops an entry that says nothing', () => {
  const entry = { name: 'Benny', favourite: true, known: 'Ben' };
  expect(writeAddressBook(BEN, entry)).toEqual({ [BEN]: entry });
  expect(readAddressBook()).toEqual({ [BEN]: entry });
  writeAddressBook('kalu-mipo-tesa', { name: null, favourite: true, known: 'Ana' });
  expect(writeAddressBook(BEN, { name: null, favourite: false, known: 'Ben' })).toEqual({
    'kalu-mipo-tesa': { name: null, favourite: true, known: 'Ana' },
  });
});

it.each([
  'no json',
  'null',
  '[]',
  '7',
  `{"${BEN}": 7, "nobody": {"favourite": true}, "ZUZU-zuzu-zuzu": {"favourite": true}}`,
  `{"${BEN}": {"name": "\\u202e", "favourite": 1}}`,
  `{"${BEN}": {"name": "${'x'.repeat(65)}"}}`,
])('ignores %s', (stored) => {
  localStorage.setItem(ADDRESS_BOOK_KEY, stored);
  expect(readAddressBook()).toEqual({});
});

it('says that nothing was kept when the storage is full or blocked', () => {
  const setItem = () => {
    throw new DOMException('blocked', 'SecurityError');
  };
  vi.stubGlobal('localStorage', { getItem: () => null, setItem });
  expect(writeAddressBook(BEN, { name: 'Benny', favourite: false, known: 'Ben' })).toBeNull();
});

it('has an end', () => {
  const syllables = ['ba', 'be', 'bi', 'bo', 'bu', 'da', 'de', 'di'];
  const ids = syllables.flatMap((a) =>
    syllables.flatMap((b) => syllables.map((c) => `${a}${b}-${c}ka-kaka`)),
  );
  const entry = { name: null, favourite: true, known: 'Ben' };
  const all = Object.fromEntries(ids.slice(0, 500).map((id) => [id, entry]));
  localStorage.setItem(ADDRESS_BOOK_KEY, JSON.stringify(all));
  expect(writeAddressBook(BEN, entry)).toBeNull();
  expect(Object.keys(readAddressBook())).toHaveLength(500);
  expect(writeAddressBook(ids[0] ?? '', { ...entry, name: 'Benny' })).not.toBeNull();
});
