import { expect, it } from 'vitest';

import { splitQuote, withQuote } from './quote';

it('splits the quoted lines at the start from the rest', () => {
  expect(splitQuote('> Ana: at ten?\nYes.')).toEqual({ quote: 'Ana: at ten?', rest: 'Yes.' });
  expect(splitQuote('> a\n> b\n\nc\n> d')).toEqual({ quote: 'a\nb', rest: '\nc\n> d' });
  expect(splitQuote('5 > 3')).toEqual({ quote: '', rest: '5 > 3' });
  expect(splitQuote('>no')).toEqual({ quote: '', rest: '>no' });
});

it('quotes the first line of a message before the draft', () => {
  expect(withQuote('', 'Ana', 'at ten?\nor later')).toBe('> Ana: at ten?\n');
  expect(withQuote('Yes', 'Ana', 'at ten?')).toBe('> Ana: at ten?\nYes');
});

it('replaces an earlier quote, and does not quote a quote', () => {
  expect(withQuote('> Ben: no\nYes', 'Ana', '> Cleo: when?\nat ten')).toBe('> Ana: at ten\nYes');
  expect(withQuote('', 'Ana', '> Cleo: when?')).toBe('> Ana: Cleo: when?\n');
});

it('shortens a long line, between whole characters', () => {
  expect(withQuote('', 'Ana', '😀'.repeat(200))).toBe(`> Ana: ${'😀'.repeat(120)}…\n`);
});
