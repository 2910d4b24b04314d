import { beforeEach, expect, it } from 'vitest';

import { DiskWriter, type SyncHandle } from './disk-writer';

const KIB = 1024;

/** File on a disk with a limited quota. */
class FakeHandle implements SyncHandle {
  bytes = new Uint8Array(0);
  granted = Infinity;
  closed = false;
  /** Like Chromium in a private window: a write beyond the quota raises no error. */
  silent = false;

  getSize(): number {
    return this.bytes.length;
  }

  truncate(size: number): void {
    if (size > this.granted) {
      if (this.silent) return;
      throw new DOMException('no', 'QuotaExceededError');
    }
    const bytes = new Uint8Array(size);
    bytes.set(this.bytes.subarray(0, size));
    this.bytes = bytes;
  }

  write(data: Uint8Array, { at }: { at: number }): number {
    const end = at + data.length;
    if (end > this.granted && end > this.bytes.length) {
      if (this.silent) return 2 ** 32 - 8;
      throw new DOMException('no', 'QuotaExceededError');
    }
    if (end > this.bytes.length) this.truncate(end);
    this.bytes.set(data, at);
    return data.length;
  }

  flush(): void {}

  close(): void {
    this.closed = true;
  }
}

let handle: FakeHandle;

beforeEach(() => {
  handle = new FakeHandle();
});

const part = (value: number) => new Uint8Array(64 * KIB).fill(value);

it('leaves nothing in the file but what was written, in its place', () => {
  const writer = new DiskWriter(handle);
  writer.write(part(1), 0);
  writer.write(part(2), 64 * KIB);
  writer.write(Uint8Array.of(9), 5);
  writer.close();
  expect(handle.closed).toBe(true);
  expect(handle.bytes.length).toBe(128 * KIB);
  expect([handle.bytes[4], handle.bytes[5], handle.bytes[6], handle.bytes.at(-1)]).toEqual([
    1, 9, 1, 2,
  ]);
});

it('empties what was there under the same name', () => {
  handle.bytes = new Uint8Array(10).fill(7);
  new DiskWriter(handle).close();
  expect(handle.bytes.length).toBe(0);
});

for (const silent of [false, true]) {
  it(`knows that no more is granted while there is still room for the end${silent ? ', though it is not told' : ''}`, () => {
    handle.silent = silent;
    const writer = new DiskWriter(handle);
    handle.granted = 1024 * KIB;
    let at = 0;
    while (!writer.full) {
      writer.write(part(1), at);
      at += 64 * KIB;
    }
    const left = 1024 * KIB - at;
    expect(left).toBeGreaterThanOrEqual(384 * KIB);
    for (let end = at + left; at < end; at += 64 * KIB) writer.write(part(2), at);
    writer.write(part(3), 0);
    expect(() => writer.write(part(4), at)).toThrow(
      expect.objectContaining({ name: 'QuotaExceededError' }),
    );
    writer.close();
    expect(handle.bytes.length).toBe(1024 * KIB);
  });
}

it('does not begin where there is no room at all', () => {
  handle.granted = 100 * KIB;
  expect(() => new DiskWriter(handle)).toThrow();
  expect(handle.closed).toBe(true);
});
