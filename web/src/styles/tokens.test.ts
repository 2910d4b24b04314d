import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

import { BREAKPOINTS } from './breakpoints';

const src = new URL('..', import.meta.url);
const tokens = readFileSync(new URL('styles/tokens.css', src), 'utf8');
const defined = new Set([...tokens.matchAll(/(--[\w-]+):/g)].map(([, name]) => name));

const COLOUR =
  /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|color)\([^)]*|\boklch\((?!var)/i;
const NAMED = /^(?:white|black|red|green|blue|yellow|orange|gr[ae]y|silver|pink|purple|brown)$/i;
const COLOURED = /^(?:color|fill|stroke|background|border|outline|box-shadow|caret|accent)/;
const SPACED = /^(?:margin|padding|scroll-margin|scroll-padding|gap|row-gap|column-gap|inset)\b/;

/** Declarations of a stylesheet that use a raw value where there is a token. */
function faults(css: string): string[] {
  const found: string[] = [];
  const code = css.replace(/\/\*[\s\S]*?\*\//g, '');
  for (const [declaration, property = '', value = ''] of code.matchAll(
    /(?<=[{;}]\s*)([\w-]+):\s*([^;{}]+)(?=;|\s*})/g,
  )) {
    const words = value.split(/[\s,()]+/);
    const isRaw =
      COLOUR.test(value) ||
      (COLOURED.test(property) && words.some((word) => NAMED.test(word))) ||
      (property === 'z-index' && !/^var\(--layer-[\w-]+\)$|^auto$/.test(value)) ||
      (property === 'font-size' && !/^var\(--text-[\w-]+\)$|^inherit$/.test(value)) ||
      (property === 'font' && value !== 'inherit') ||
      (SPACED.test(property) && words.some(isRawSpace));
    if (isRaw) found.push(declaration);
  }
  for (const [query] of code.matchAll(/@media[^{]+/g)) {
    for (const [whole, edge, axis, size] of query.matchAll(
      /(m(?:in|ax))-(width|height): (\d+)px/g,
    )) {
      const sizes = Object.entries(BREAKPOINTS)
        .filter(([name]) => name.toLowerCase() === `${edge}${axis}`)
        .flatMap(([, list]) => Object.values(list) as number[]);
      if (!sizes.includes(Number(size))) found.push(whole);
    }
  }
  return found;
}

/** True for a size that needs a token: hairlines are smaller, and sizes of one layout larger. */
function isRawSpace(word: string): boolean {
  const [, amount, unit] = /^-?(\d*\.?\d+)(rem|px)$/.exec(word) ?? [];
  const rem = unit === 'px' ? Number(amount) / 16 : Number(amount);
  return rem >= 0.1 && rem <= 2;
}

const stylesheets = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.css') && !name.startsWith('styles'),
);

it('finds raw values, and leaves tokens alone', () => {
  for (const raw of [
    'color: #fff',
    'background: rgb(0 0 0 / 10%)',
    'border: 1px solid white',
    'z-index: 3',
    'font-size: 0.9rem',
    'padding: var(--space-2) 0.6rem',
    'gap: 8px',
    'margin: calc(-0.5rem - 1px)',
  ]) {
    expect(faults(`.a { ${raw}; }`), raw).toEqual([raw]);
  }
  expect(faults('@media (max-width: 700px) { .a { color: inherit; } }')).toEqual([
    'max-width: 700px',
  ]);
  const good = '.a { color: var(--ink); z-index: var(--layer-tip); font-size: var(--text-s);';
  expect(faults(`${good} white-space: nowrap; padding: 1px 3rem; } /* #fff */`)).toEqual([]);
  expect(faults('.a:hover { margin: 0 auto; background: none; }')).toEqual([]);
});

it.each(stylesheets)('%s uses tokens', (name) => {
  const css = readFileSync(new URL(name, src), 'utf8');
  expect(faults(css)).toEqual([]);
  const own = new Set([...css.matchAll(/(--[\w-]+):/g)].map(([, property]) => property));
  const used = [...css.matchAll(/var\((--(?:text|space|layer|tile|art)-[\w-]+)/g)].map(
    ([, property]) => property,
  );
  expect(used.filter((property) => !defined.has(property) && !own.has(property))).toEqual([]);
});
