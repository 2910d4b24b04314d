import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { cameraLayers } from './camera-layers';

const active = (lines: number, wanted: number): string =>
  cameraLayers(lines, wanted)
    .filter((layer) => layer.active)
    .map(({ rid, scaleDown }) => `${rid}/${scaleDown}`)
    .join(' ');

describe('cameraLayers', () => {
  it.each([
    [720, 720, 'q/4 h/2 f/1'],
    [720, 450, 'q/4 h/2'],
    [720, 200, 'q/4'],
    [720, 0, ''],
    [360, 720, 'q/2 h/1'],
    [360, 90, 'q/2'],
    [90, 720, 'q/1'],
    [1080, 1080, 'q/4 h/2 f/1'],
  ])('sends a camera of %i lines that is shown at %i lines as %s', (lines, wanted, layers) => {
    expect(active(lines, wanted)).toBe(layers);
  });

  it('sends the smaller layers of every layer that it sends, by rising size and bitrate', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_160 }), fc.nat(2_160), (lines, wanted) => {
        const layers = cameraLayers(lines, wanted);
        const sent = layers.filter((layer) => layer.active);
        expect(layers.slice(0, sent.length)).toEqual(sent);
        expect(sent.length > 0).toBe(wanted > 0);
        for (const [index, layer] of sent.entries()) {
          const larger = sent[index + 1];
          if (!larger) continue;
          expect(larger.scaleDown).toBeLessThan(layer.scaleDown);
          expect(larger.maxBitrate).toBeGreaterThanOrEqual(layer.maxBitrate);
        }
      }),
    );
  });
});
