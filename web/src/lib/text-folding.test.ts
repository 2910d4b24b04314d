import { expect, it } from 'vitest';

import { foldText } from './text-folding';

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
    expect(foldText(name), name).toBe(foldText(typed));
  }
});

it('keeps different names apart', () => {
  expect(foldText('Ana')).not.toBe(foldText('Anna'));
  expect(foldText('李')).toBe('李');
  expect(foldText('Дарья')).toContain('дарь');
});
