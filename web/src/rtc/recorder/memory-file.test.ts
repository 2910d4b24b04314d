import fc from 'fast-check';
import { expect, it, vi } from 'vitest';

import { MemoryFile } from './memory-file';

it('holds what was written last at each place', async () => {
  const write = fc.record({
    position: fc.integer({ min: 0, max: 3_000_000 }),
    length: fc.integer({ min: 1, max: 1_500_000 }),
    value: fc.integer({ min: 1, max: 255 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(write, { maxLength: 4 }), async (writes) => {
      const file = new MemoryFile('video/webm');
      const expected = new Uint8Array(
        Math.max(0, ...writes.map(({ position, length }) => position + length)),
      );
      for (const { position, length, value } of writes) {
        await file.write(new Uint8Array(length).fill(value), position);
        expected.fill(value, position, position + length);
      }
      const blob = await file.finish();
      expect(blob.type).toBe('video/webm');
      const bytes = new Uint8Array(await blob.arrayBuffer());
      expect(Buffer.compare(bytes, expected)).toBe(0);
    }),
    { numRuns: 20 },
  );
});

it('says once that it is full, and still takes the end', async () => {
  const file = new MemoryFile('video/webm', 1_000);
  file.onFull = vi.fn();
  await file.write(new Uint8Array(900), 0);
  expect(file.onFull).not.toHaveBeenCalled();
  await file.write(new Uint8Array(900), 900);
  await file.write(new Uint8Array(900), 1_800);
  expect(file.onFull).toHaveBeenCalledOnce();
  expect((await file.finish()).size).toBe(2_700);
});
