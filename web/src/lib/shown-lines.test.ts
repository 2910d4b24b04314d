import { expect, it } from 'vitest';

import { shownLines } from './shown-lines';

const landscape = { width: 1280, height: 720 };
const upright = { width: 720, height: 1280 };

it('is the height of a picture that fills its box', () => {
  expect(shownLines({ width: 640, height: 360 }, landscape, 'cover', 1)).toBe(360);
});

it('counts what is cut off, and not what is left empty', () => {
  const square = { width: 300, height: 300 };
  expect(shownLines(square, landscape, 'cover', 1)).toBe(300);
  expect(shownLines(square, landscape, 'contain', 1)).toBe(169);
});

it('is the width of an upright picture', () => {
  expect(shownLines({ width: 400, height: 300 }, upright, 'cover', 1)).toBe(400);
  expect(shownLines({ width: 400, height: 300 }, upright, 'contain', 1)).toBe(169);
});

it('is in real pixels, up to two for each', () => {
  const box = { width: 320, height: 180 };
  expect(shownLines(box, landscape, 'cover', 1.5)).toBe(270);
  expect(shownLines(box, landscape, 'cover', 3)).toBe(360);
});

it('takes a picture that has not come yet for a usual one', () => {
  const none = { width: 0, height: 0 };
  expect(shownLines({ width: 320, height: 180 }, none, 'cover', 1)).toBe(180);
  expect(shownLines(none, none, 'cover', 1)).toBe(0);
});
