import { beforeEach, expect, it, vi } from 'vitest';

import { dropHangUp, keepHangUp, unsentHangUps } from './unsent-hang-ups';

let stored: Map<string, string>;

beforeEach(() => {
  stored = new Map();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
  return () => vi.unstubAllGlobals();
});

it('keeps each once until it is told, and leaves nothing behind', () => {
  keepHangUp({ id: 'a', at: 1 });
  keepHangUp({ id: 'b', at: 2 });
  keepHangUp({ id: 'a', at: 3 });
  expect(unsentHangUps()).toEqual([
    { id: 'b', at: 2 },
    { id: 'a', at: 3 },
  ]);
  dropHangUp('b');
  dropHangUp('a');
  expect(stored.size).toBe(0);
});

it('keeps no more than makes sense', () => {
  for (let at = 0; at < 50; at += 1) keepHangUp({ id: `call ${at}`, at });
  expect(unsentHangUps()).toHaveLength(20);
  expect(unsentHangUps().at(-1)?.at).toBe(49);
});

it.each(['nonsense', 'null', '{}', '[1, null, {}, {"id": 1, "at": 1}, {"id": "a", "at": 1.5}]'])(
  'takes %s for nothing',
  (text) => {
    stored.set('convene.hung-up', text);
    expect(unsentHangUps()).toEqual([]);
  },
);
