import fc from 'fast-check';
import { expect, it } from 'vitest';

import { isNoPersonInput, parsePersonId, parsePersonInput } from './person-id';

it.each([
  'kalu-mipo-tesa',
  'KALU MIPO TESA',
  ' kalumipotesa ',
  'Kalu. Mipo. Tesa.',
  'kalu – mipo – tesa',
  'https://meet.example/call/kalu-mipo-tesa',
  'http://localhost:3000/call/KALU%20mipo-tesa ',
  '/call/kalu-mipo-tesa/',
])('takes %s', (text) => {
  expect(parsePersonInput(text)).toBe('kalu-mipo-tesa');
});

it.each(['', 'kalu', 'kalu-mipo-tes', 'kalu-mipo-tesaa', 'aklu-mipo-tesa', 'kalu-mipo-te5a', 'x#'])(
  'does not take %s',
  (text) => {
    expect(parsePersonInput(text)).toBeNull();
  },
);

it('never makes an id of what is none, and an id stays what it is', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const id = parsePersonInput(text);
      if (id !== null) expect(parsePersonId(id)).toBe(id);
    }),
  );
});

it.each([
  'kalu-mipo-tesa',
  'KALU MIPO TESA',
  'Kalu. Mipo. Tesa.',
  'https://meet.example/call/kalu-mipo-tesa',
  'http://localhost:3000/call/KALU%20mipo-tesa',
])('waits while %s is typed', (text) => {
  for (let length = 0; length <= text.length; length += 1) {
    expect(isNoPersonInput(text.slice(0, length)), text.slice(0, length)).toBe(false);
  }
});

it.each([
  'kalu-mx',
  'nobody',
  'kalu-mipo-tesa-k',
  'k4',
  'Ana',
  'https://meet.example/call/ana',
  'x'.repeat(129),
])('sees that %s becomes no id', (text) => {
  expect(isNoPersonInput(text)).toBe(true);
});
