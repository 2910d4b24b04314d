import { expect, it } from 'vitest';

import { folded } from './folded';

it('finds a name however its letters are typed', () => {
  for (const [name, typed] of [
    ['Zoë', 'zoe'],
    ['ÉLODIE', 'elodie'],
    ['Łukasz', 'lukasz'],
    ['Søren Ærø', 'soren aero'],
    ['Groß', 'gross'],
    ['İpek Işık', 'ipek isik'],
    ['Ｗｉｄｅ', 'wide'],
    ['Nguyễn', 'nguyen'],
  ] as const) {
    expect(folded(name), name).toBe(folded(typed));
  }
});

it('keeps different names apart', () => {
  expect(folded('Ana')).not.toBe(folded('Anna'));
  expect(folded('李')).toBe('李');
  expect(folded('Дарья')).toContain('дарь');
});
