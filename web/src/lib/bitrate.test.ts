import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { scaleDown, shareCamera, shareScreen, type VideoShare } from './bitrate';

const unknown = (count: number): null[] => Array.from({ length: count }, () => null);
const total = (shares: VideoShare[]): number =>
  shares.reduce((sum, { maxBitrate }) => sum + maxBitrate, 0);
const sizes = fc.array(fc.option(fc.integer({ min: 0, max: 2160 }), { nil: null, freq: 8 }), {
  minLength: 1,
  maxLength: 15,
});

describe('a camera, as long as nobody says at which size it is shown', () => {
  it('gives a call of two the whole picture', () => {
    expect(shareCamera([null])).toEqual([{ lines: 720, maxBitrate: 1_200_000, maxFramerate: 30 }]);
  });

  it('gives each of a mesh of six about 300 kbit/s and a smaller picture', () => {
    const shares = shareCamera(unknown(5));
    expect(shares).toHaveLength(5);
    for (const share of shares) expect(share).toMatchObject({ lines: 360, maxBitrate: 300_000 });
  });

  it('never sends more to one as others come, down to the least that can be looked at', () => {
    let before = Number.POSITIVE_INFINITY;
    for (let others = 1; others <= 15; others += 1) {
      const [share] = shareCamera(unknown(others));
      expect(share?.maxBitrate).toBeLessThanOrEqual(before);
      expect(share?.maxBitrate).toBeGreaterThanOrEqual(100_000);
      before = share?.maxBitrate ?? 0;
    }
  });
});

describe('a camera, by the size at which it is shown', () => {
  it('is not sent to whom nobody sees it at', () => {
    expect(shareCamera([0])[0]?.lines).toBe(0);
    expect(shareCamera([0, 720]).map(({ lines }) => lines)).toEqual([0, 720]);
  });

  it('follows the size, a face a little stretched', () => {
    const lines = [60, 90, 112, 150, 240, 330, 450, 480, 600, 1080].map(
      (size) => shareCamera([size])[0]?.lines,
    );
    expect(lines).toEqual([90, 90, 90, 180, 270, 270, 360, 480, 480, 720]);
  });

  it('leaves to who pinned it what the others do not need', () => {
    const even = shareCamera([720, 720, 720, 720, 720]);
    expect(even.map(({ lines }) => lines)).toEqual([360, 360, 360, 360, 360]);
    const pinned = shareCamera([720, 90, 90, 90, 90]);
    expect(pinned.map(({ lines }) => lines)).toEqual([720, 90, 90, 90, 90]);
  });

  it('stays within what a home can send, whatever is asked for', () => {
    fc.assert(
      fc.property(sizes, (viewed) => {
        const shares = shareCamera(viewed);
        expect(shares).toHaveLength(viewed.length);
        expect(total(shares)).toBeLessThanOrEqual(1_500_000 + viewed.length);
        shares.forEach(({ lines, maxBitrate, maxFramerate }, index) => {
          expect(lines > 0).toBe(viewed[index] !== 0);
          expect(maxBitrate > 0 && maxFramerate > 0).toBe(lines > 0);
        });
      }),
    );
  });

  it('gives nobody less because somebody else looks away', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), (viewed, at) => {
        const away = at % viewed.length;
        const before = shareCamera(viewed);
        const after = shareCamera(viewed.map((size, index) => (index === away ? 0 : size)));
        after.forEach(({ lines }, index) => {
          if (index !== away) expect(lines).toBeGreaterThanOrEqual(before[index]?.lines ?? 0);
        });
      }),
    );
  });

  it('gives more lines to whom it is shown larger', () => {
    fc.assert(
      fc.property(sizes, (viewed) => {
        const shares = shareCamera(viewed);
        viewed.forEach((size, i) => {
          viewed.forEach((other, j) => {
            if (size === null || other === null || size > other) return;
            expect(shares[i]?.lines).toBeLessThanOrEqual(shares[j]?.lines ?? 0);
          });
        });
      }),
    );
  });
});

describe('a shared screen', () => {
  it('stays readable, to however many', () => {
    expect(shareScreen([null])[0]).toMatchObject({ maxBitrate: 2_500_000, maxFramerate: 30 });
    expect(shareScreen(unknown(15))[0]).toMatchObject({ maxBitrate: 400_000, maxFramerate: 15 });
  });

  it('is never sent smaller than it is shown, and not at all where nobody sees it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4320 }), (size) => {
        expect(shareScreen([size])[0]?.lines).toBeGreaterThanOrEqual(size);
      }),
    );
    expect(shareScreen([0, 200, 900]).map(({ lines }) => lines)).toEqual([0, 360, 1080]);
  });

  it('has the whole budget for those who look', () => {
    const [, looks] = shareScreen([0, 900, 0, 0, 0, 0]);
    expect(looks).toMatchObject({ maxBitrate: 2_500_000, maxFramerate: 30 });
  });
});

it('never enlarges what is captured', () => {
  const [share] = shareCamera([null]);
  expect(scaleDown(360, share as VideoShare)).toBe(1);
  expect(scaleDown(0, share as VideoShare)).toBe(1);
  expect(scaleDown(1080, share as VideoShare)).toBe(1.5);
  expect(scaleDown(2160, shareScreen([null])[0] as VideoShare)).toBe(1);
});
