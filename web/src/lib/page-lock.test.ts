import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { withPageLock } from './page-lock';

let stored: Map<string, string>;

beforeEach(() => {
  vi.useFakeTimers();
  stored = new Map();
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it('without locks, pages that begin at once do it one after the other', async () => {
  const done: string[] = [];
  const pages = ['a', 'b', 'c'].map((page) =>
    withPageLock('name', async () => {
      done.push(`${page} begins`);
      await new Promise((resolve) => setTimeout(resolve, 500));
      done.push(`${page} ends`);
    }),
  );
  await vi.advanceTimersByTimeAsync(5_000);
  await Promise.all(pages);
  expect(done).toHaveLength(6);
  for (let index = 0; index < done.length; index += 2) {
    expect(done[index + 1]).toBe(done[index]?.replace('begins', 'ends'));
  }
  expect(stored).toEqual(new Map());
});

it('waits no longer than a moment for a page that was closed meanwhile', async () => {
  void withPageLock('name', () => new Promise(() => {}));
  const act = vi.fn(async () => {});
  const page = withPageLock('name', act);
  await vi.advanceTimersByTimeAsync(9_000);
  expect(act).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(2_000);
  await page;
  expect(act).toHaveBeenCalledTimes(1);
});

it('does it where the browser keeps nothing', async () => {
  const refuse = () => {
    throw new DOMException('', 'SecurityError');
  };
  vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse, removeItem: refuse });
  const act = vi.fn(async () => {});
  await withPageLock('name', act);
  expect(act).toHaveBeenCalledTimes(1);
});
