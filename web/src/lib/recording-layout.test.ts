import fc from 'fast-check';
import { expect, it } from 'vitest';

import { containFit, coverCrop, recordingLayout, type SceneTile } from './recording-layout';

const [WIDTH, HEIGHT] = [1280, 720];

function tiles(count: number, prefix: string): SceneTile[] {
  return Array.from({ length: count }, (_, index) => {
    const id = `${prefix}${index}`;
    return { id, name: id, label: id, track: null, speaking: false };
  });
}

const rect = fc.record({
  x: fc.integer({ min: 0, max: 500 }),
  y: fc.integer({ min: 0, max: 500 }),
  width: fc.integer({ min: 20, max: 1280 }),
  height: fc.integer({ min: 20, max: 720 }),
});
const size = fc.integer({ min: 16, max: 4000 });

it('has everybody and every screen in the picture, none over another, each large enough', () => {
  const many = fc.integer({ min: 0, max: 16 });
  fc.assert(
    fc.property(many, fc.integer({ min: 0, max: 4 }), (faces, screens) => {
      const scene = { faces: tiles(faces, 'face'), screens: tiles(screens, 'screen') };
      const placed = recordingLayout(scene, WIDTH, HEIGHT);
      expect(placed.map(({ tile }) => tile.id).sort()).toEqual(
        [...scene.faces, ...scene.screens].map(({ id }) => id).sort(),
      );
      for (const [index, { rect: a }] of placed.entries()) {
        expect(Object.values(a).every(Number.isInteger)).toBe(true);
        expect(Math.min(a.x, a.y)).toBeGreaterThanOrEqual(0);
        expect(a.x + a.width).toBeLessThanOrEqual(WIDTH);
        expect(a.y + a.height).toBeLessThanOrEqual(HEIGHT);
        expect(Math.min(a.width, a.height)).toBeGreaterThanOrEqual(40);
        for (const { rect: b } of placed.slice(index + 1)) {
          const apart =
            a.x + a.width <= b.x ||
            b.x + b.width <= a.x ||
            a.y + a.height <= b.y ||
            b.y + b.height <= a.y;
          expect(apart).toBe(true);
        }
      }
    }),
  );
});

it('has the newest of several screens large, and the others whole beside it', () => {
  const placed = recordingLayout({ faces: tiles(2, 'f'), screens: tiles(3, 's') }, WIDTH, HEIGHT);
  const area = ({ rect: { width, height } }: (typeof placed)[number]) => width * height;
  expect([...placed].sort((a, b) => area(b) - area(a))[0]?.tile.id).toBe('s2');
  expect(
    placed
      .filter(({ fit }) => fit === 'contain')
      .map(({ tile }) => tile.id)
      .sort(),
  ).toEqual(['s0', 's1', 's2']);
});

it('shows a screen larger than the faces beside it, and whole', () => {
  const placed = recordingLayout({ faces: tiles(5, 'f'), screens: tiles(1, 's') }, WIDTH, HEIGHT);
  const area = ({ rect: { width, height } }: (typeof placed)[number]) => width * height;
  const screen = placed.find(({ tile }) => tile.id === 's0');
  if (!screen) throw new Error('the screen is missing');
  expect(screen.fit).toBe('contain');
  for (const face of placed) {
    if (face === screen) continue;
    expect(face.fit).toBe('cover');
    expect(area(screen)).toBeGreaterThan(4 * area(face));
  }
});

it('fills a tile with the middle of a picture, without bending it', () => {
  fc.assert(
    fc.property(size, size, rect, (width, height, into) => {
      const crop = coverCrop(width, height, into);
      expect(crop.width / crop.height).toBeCloseTo(into.width / into.height, 5);
      expect(crop.width).toBeLessThanOrEqual(width + 1e-6);
      expect(crop.height).toBeLessThanOrEqual(height + 1e-6);
      expect(crop.x * 2 + crop.width).toBeCloseTo(width, 5);
      expect(crop.y * 2 + crop.height).toBeCloseTo(height, 5);
    }),
  );
});

it('shows a picture whole in a tile, without bending it', () => {
  fc.assert(
    fc.property(size, size, rect, (width, height, into) => {
      const fit = containFit(width, height, into);
      expect(fit.width / fit.height).toBeCloseTo(width / height, 5);
      expect(fit.x).toBeGreaterThanOrEqual(into.x - 1e-6);
      expect(fit.y).toBeGreaterThanOrEqual(into.y - 1e-6);
      expect(fit.x + fit.width).toBeLessThanOrEqual(into.x + into.width + 1e-6);
      expect(fit.y + fit.height).toBeLessThanOrEqual(into.y + into.height + 1e-6);
    }),
  );
});
