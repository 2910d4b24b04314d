import fc from 'fast-check';
import { expect, it } from 'vitest';

import { type Inline, parseInline } from './inline-markdown';

const text = (inlines: Inline[]): string =>
  inlines.map((inline) => ('children' in inline ? text(inline.children) : inline.text)).join('');
const flat = (inlines: Inline[]): Inline[] =>
  inlines.flatMap((inline) => ('children' in inline ? [inline, ...flat(inline.children)] : inline));
const kinds = (source: string) => flat(parseInline(source)).map(({ kind }) => kind);
const links = (source: string) =>
  flat(parseInline(source)).flatMap((inline) => (inline.kind === 'link' ? inline.href : []));

it('reads bold, italic, strike and code', () => {
  expect(parseInline('a **b** *c* ~~d~~ `e`')).toEqual([
    { kind: 'text', text: 'a ' },
    { kind: 'strong', children: [{ kind: 'text', text: 'b' }] },
    { kind: 'text', text: ' ' },
    { kind: 'emphasis', children: [{ kind: 'text', text: 'c' }] },
    { kind: 'text', text: ' ' },
    { kind: 'strike', children: [{ kind: 'text', text: 'd' }] },
    { kind: 'text', text: ' ' },
    { kind: 'code', text: 'e' },
  ]);
});

it('reads underscores as it does asterisks', () => {
  expect(parseInline('_a_ __b__')).toEqual([
    { kind: 'emphasis', children: [{ kind: 'text', text: 'a' }] },
    { kind: 'text', text: ' ' },
    { kind: 'strong', children: [{ kind: 'text', text: 'b' }] },
  ]);
  expect(kinds('___both___')).toEqual(['strong', 'emphasis', 'text']);
  expect(links('https://a.example/b_c_d and _x_')).toEqual(['https://a.example/b_c_d']);
});

it('reads one in the other', () => {
  expect(kinds('**a *b* c**')).toEqual(['strong', 'text', 'emphasis', 'text', 'text']);
  expect(text(parseInline('***both***'))).toBe('both');
});

it.each([
  '2*3*4',
  '* a * b',
  '**',
  '****',
  '*',
  '`',
  '``',
  'a**b',
  '~~ x ~~',
  '`  `',
  'a_b_c',
  '_',
  '______',
  '**__**',
])('leaves %j as it is', (source) => {
  expect(text(parseInline(source))).toBe(source);
  expect(new Set(kinds(source))).toEqual(new Set(['text']));
});

it('reads nothing inside code', () => {
  expect(parseInline('`**a** https://b.example`')).toEqual([
    { kind: 'code', text: '**a** https://b.example' },
  ]);
});

it('makes links of web addresses, without what only ends the sentence', () => {
  expect(links('see https://a.example/x?y=1, and (http://b.example/c_(d)).')).toEqual([
    'https://a.example/x?y=1',
    'http://b.example/c_(d)',
  ]);
  expect(links('**https://a.example/**')).toEqual(['https://a.example/']);
  expect(links('www.a.example')).toEqual(['https://www.a.example/']);
});

it.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'ftp://a.example',
  'xhttps://a.example',
  'https://',
])('makes no link of %j', (source) => {
  expect(links(source)).toEqual([]);
  expect(text(parseInline(source))).toBe(source);
});

it('leaves markup inert', () => {
  const source = '<img src=x onerror=alert(1)><script>alert(1)</script>';
  expect(parseInline(source)).toEqual([{ kind: 'text', text: source }]);
});

const pieces = fc.constantFrom(
  ...['*', '**', '~~', '`', ' ', '\n', 'a', 'ß', '👍', '<b>', 'https://a.example', 'javascript:'],
  ...['www.', '(', ')', '.', '"', 'http://', '&amp;', '_'],
);
const sources = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(pieces).map((parts) => parts.join('')),
);
const KINDS = new Set(['text', 'code', 'link', 'strong', 'emphasis', 'strike']);

it('loses no text but its own marks, knows no other elements and links to the web alone', () => {
  fc.assert(
    fc.property(sources, (source) => {
      const inlines = parseInline(source);
      const bare = (whole: string) => whole.replace(/[*_~`]/g, '');
      expect(bare(text(inlines))).toBe(bare(source));
      for (const inline of flat(inlines)) {
        expect(KINDS.has(inline.kind)).toBe(true);
        if (inline.kind === 'link') expect(inline.href).toMatch(/^https?:\/\//);
        if (!('children' in inline)) expect(inline.text).not.toBe('');
      }
    }),
    { numRuns: 2_000 },
  );
});

it('comes to an end with the worst of 4,000 characters', () => {
  // Work that grows faster than the square of the length exceeds the test's time limit.
  for (const part of [
    '*',
    '_',
    '__a ',
    '*a ',
    '**a ',
    '`',
    '~~a',
    'http://(',
    '*a **b ~~c ',
    ')',
  ]) {
    parseInline(part.repeat(Math.ceil(4_000 / part.length)));
  }
  parseInline(`http://a.example/${')'.repeat(4_000)}`);
});
