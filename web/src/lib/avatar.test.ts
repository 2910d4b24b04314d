import { describe, expect, it } from 'vitest';

import { hueOf, initialsOf } from './avatar';

describe('initials', () => {
  it.each([
    ['Ana', 'A'],
    ['ana maria lópez', 'AL'],
    ['  Émile   Zola ', 'ÉZ'],
    ['王小明', '王'],
    ['👩‍👩‍👧 Family', '👩‍👩‍👧F'],
    ['', ''],
  ])('of %j are %j', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });
});

describe('hue', () => {
  it('is the same for the same id and spread for similar ones', () => {
    expect(hueOf('abcdefgh')).toBe(hueOf('abcdefgh'));
    const hues = new Set(Array.from({ length: 64 }, (_, index) => hueOf(`participant${index}`)));
    expect(hues.size).toBeGreaterThan(50);
  });

  it('leaves white text on it readable, whichever it is', () => {
    for (let hue = 0; hue < 360; hue += 1) {
      // The lightness and chroma in tokens.css.
      expect(1.05 / (luminance(0.46, 0.085, hue) + 0.05)).toBeGreaterThan(4.5);
    }
  });
});

/** Relative luminance (WCAG) of an oklch colour, by Ottosson's matrices. */
function luminance(lightness: number, chroma: number, hue: number): number {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clamp = (value: number) => Math.min(1, Math.max(0, value));
  const red = clamp(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
  const green = clamp(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
  const blue = clamp(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
