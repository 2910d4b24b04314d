import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  floatingRect,
  type GridOptions,
  gridLayout,
  nearestCorner,
  type Rect,
  stageLayout,
} from './stage-layout';

const landscape: GridOptions = { gap: 10, minAspect: 4 / 3, maxAspect: 16 / 9 };
const sizes = fc.record({
  width: fc.integer({ min: 200, max: 3840 }),
  height: fc.integer({ min: 200, max: 2160 }),
});
const slack = 0.01;

function inside({ x, y, width, height }: Rect, room: { width: number; height: number }): boolean {
  return (
    x >= -slack &&
    y >= -slack &&
    x + width <= room.width + slack &&
    y + height <= room.height + slack
  );
}

function apart(one: Rect, other: Rect): boolean {
  return (
    one.x + one.width <= other.x + slack ||
    other.x + other.width <= one.x + slack ||
    one.y + one.height <= other.y + slack ||
    other.y + other.height <= one.y + slack
  );
}

function allApart(rects: Rect[]): boolean {
  return rects.every((one, index) => rects.slice(index + 1).every((other) => apart(one, other)));
}

const area = (rect: Rect | undefined) => (rect ? rect.width * rect.height : 0);

describe('a grid', () => {
  it('keeps every tile inside, apart, of one size and of an allowed shape', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), sizes, (count, { width, height }) => {
        const rects = gridLayout(count, width, height, landscape);
        expect(rects).toHaveLength(count);
        expect(rects.every((rect) => inside(rect, { width, height }))).toBe(true);
        expect(allApart(rects)).toBe(true);
        for (const rect of rects) {
          expect(rect.width).toBe(rects[0]?.width);
          expect(rect.height).toBe(rects[0]?.height);
          if (area(rect) === 0) continue;
          expect(rect.width / rect.height).toBeGreaterThan(landscape.minAspect - slack);
          expect(rect.width / rect.height).toBeLessThan(landscape.maxAspect + slack);
        }
      }),
    );
  });

  it('never makes tiles larger when one more comes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 24 }), sizes, (count, { width, height }) => {
        const before = area(gridLayout(count, width, height, landscape)[0]);
        const after = area(gridLayout(count + 1, width, height, landscape)[0]);
        expect(after).toBeLessThanOrEqual(before + 1);
      }),
    );
  });

  it('is centred: as much is left over before as after', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 16 }), sizes, (count, { width, height }) => {
        const rects = gridLayout(count, width, height, landscape);
        const top = Math.min(...rects.map(({ y }) => y));
        const bottom = height - Math.max(...rects.map((rect) => rect.y + rect.height));
        expect(top).toBeCloseTo(bottom, 3);
      }),
    );
  });

  it.each([
    { count: 1, columns: 1 },
    { count: 2, columns: 2 },
    { count: 4, columns: 2 },
    { count: 9, columns: 3 },
    { count: 16, columns: 4 },
  ])('of $count on a laptop has $columns columns', ({ count, columns }) => {
    const rects = gridLayout(count, 1260, 690, landscape);
    expect(new Set(rects.map(({ x }) => Math.round(x))).size).toBe(columns);
  });

  it('has nothing to place where there is nobody or no room', () => {
    expect(gridLayout(0, 800, 600, landscape)).toEqual([]);
    expect(gridLayout(3, 0, 600, landscape)).toEqual([]);
  });
});

describe('the stage', () => {
  const stages = [
    { name: 'a phone', width: 348, height: 500 },
    { name: 'a phone on its side', width: 620, height: 260 },
    { name: 'a tablet', width: 748, height: 890 },
    { name: 'a laptop', width: 1260, height: 700 },
    { name: 'a desktop', width: 1900, height: 980 },
  ];

  const kinds = fc.constantFrom('screen' as const, 'face' as const, null);

  it('keeps everything inside and apart', () => {
    fc.assert(
      fc.property(
        kinds,
        fc.integer({ min: 0, max: 18 }),
        sizes,
        (large, others, { width, height }) => {
          const layout = stageLayout({ width, height, large, others, page: 0 });
          const rects = [layout.large, ...layout.others].filter((rect) => rect !== null);
          expect(layout.large !== null).toBe(large !== null);
          expect(layout.others).toHaveLength(others);
          expect(rects.every((rect) => inside(rect, { width, height }))).toBe(true);
          expect(allApart(rects)).toBe(true);
        },
      ),
    );
  });

  describe.each(stages)('of $name', ({ width, height }) => {
    it.each([1, 2, 3, 4, 6, 9, 12, 16])('uses the space well for %i', (others) => {
      const { others: rects } = stageLayout({ width, height, large: null, others, page: 0 });
      const used = rects.reduce((sum, rect) => sum + area(rect ?? undefined), 0);
      expect(used / (width * height)).toBeGreaterThan(0.5);
    });

    it.each([1, 4, 9, 16])(
      'shows a screen larger than %i faces together, and no face tiny',
      (others) => {
        const layout = stageLayout({ width, height, large: 'screen', others, page: 0 });
        expect(area(layout.large ?? undefined)).toBeGreaterThan((width * height) / 3);
        expect(area(layout.large ?? undefined)).toBeGreaterThan(
          area(layout.others[0] ?? undefined),
        );
        expect(layout.others[0]?.width).toBeGreaterThan(48);
      },
    );

    it.each([1, 5, 15])('shows a pinned face larger than each of %i others', (others) => {
      const layout = stageLayout({ width, height, large: 'face', others, page: 0 });
      expect(area(layout.large ?? undefined)).toBeGreaterThan((width * height) / 4);
      expect(area(layout.large ?? undefined)).toBeGreaterThan(
        1.5 * area(layout.others[0] ?? undefined),
      );
      expect(layout.others[0]?.width).toBeGreaterThan(48);
    });
  });
});

describe('pages', () => {
  const at = (others: number, page: number, large: 'face' | null = null) =>
    stageLayout({ width: 360, height: 560, large, others, page });
  const shown = (layout: ReturnType<typeof stageLayout>) =>
    layout.others.flatMap((rect, index) => (rect ? [index] : []));

  it('spread what would become too small', () => {
    expect(at(6, 0)).toMatchObject({ page: 0, pages: 1 });
    const first = at(30, 0);
    expect(first.pages).toBeGreaterThan(1);
    const all = Array.from({ length: first.pages }, (_, page) => shown(at(30, page))).flat();
    expect(new Set(all).size, 'each tile is on a page').toBe(30);
  });

  it('hold 49 on a desktop, and no more on any page', () => {
    const desktop = (others: number) =>
      stageLayout({ width: 1920, height: 980, large: null, others, page: 0 });
    expect(desktop(49)).toMatchObject({ pages: 1, perPage: 49 });
    expect(desktop(50)).toMatchObject({ pages: 2, perPage: 25 });
    expect(shown(desktop(500)).length).toBe(desktop(500).perPage);
    expect(desktop(500)).toMatchObject({ pages: 11, perPage: 46 });
  });

  it('never show a face that is too small, and always something', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 0, max: 99 }),
        fc.constantFrom('face' as const, 'screen' as const, null),
        fc.record({
          width: fc.integer({ min: 320, max: 2560 }),
          height: fc.integer({ min: 400, max: 1440 }),
        }),
        (others, page, large, size) => {
          const layout = stageLayout({ ...size, large, others, page });
          expect(layout.page).toBeLessThan(layout.pages);
          const rects = layout.others.filter((rect) => rect !== null);
          expect(layout.others).toHaveLength(others);
          expect(rects.length).toBeGreaterThan(0);
          expect(rects.every((rect) => inside(rect, size))).toBe(true);
          if (rects.length < 2) return;
          for (const { width, height } of rects) {
            expect(Math.min(width, height)).toBeGreaterThanOrEqual(84 - slack);
          }
        },
      ),
    );
  });
});

describe('the floating tile', () => {
  it('lies in its corner, inside, and small', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('top_start', 'top_end', 'bottom_start', 'bottom_end' as const),
        fc.record({
          width: fc.integer({ min: 300, max: 2560 }),
          height: fc.integer({ min: 250, max: 1440 }),
        }),
        (corner, room) => {
          const rect = floatingRect({ x: 0, y: 0, ...room }, corner);
          expect(inside(rect, room)).toBe(true);
          expect(area(rect)).toBeLessThan((room.width * room.height) / 4);
          const [x, y] = [rect.x + rect.width / 2, rect.y + rect.height / 2];
          expect(nearestCorner(x, y, room.width, room.height)).toBe(corner);
        },
      ),
    );
  });
});
