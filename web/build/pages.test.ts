import { expect, it } from 'vitest';

import { withPreloads } from './pages';

const MANIFEST = {
  'index.html': { file: 'assets/index.js', css: ['assets/index.css'], isEntry: true },
  _session: { file: 'assets/session.js', css: ['assets/session.css'], imports: ['index.html'] },
  'Meeting.tsx': { file: 'assets/Meeting.js', imports: ['index.html', '_session'] },
};
const SHELL = `<head>
    <script type="module" crossorigin src="/assets/index.js"></script>
    <link rel="stylesheet" crossorigin href="/assets/index.css">
  </head>`;

it('names what a route needs and the page does not name yet, imported files first', () => {
  expect(withPreloads(SHELL, MANIFEST, 'Meeting.tsx')).toBe(`<head>
    <script type="module" crossorigin src="/assets/index.js"></script>
    <link rel="stylesheet" crossorigin href="/assets/index.css">
    <link rel="modulepreload" crossorigin href="/assets/session.js">
    <link rel="modulepreload" crossorigin href="/assets/Meeting.js">
    <link rel="stylesheet" crossorigin href="/assets/session.css">
  </head>`);
});

it('refuses a route that the build does not have', () => {
  expect(() => withPreloads(SHELL, MANIFEST, 'Gone.tsx')).toThrow('no Gone.tsx');
});
