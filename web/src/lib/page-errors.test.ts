import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { addPrivateTexts, privateTexts } from './private-texts';

function storage(entries: Record<string, string>): Storage {
  return entries as unknown as Storage;
}

beforeEach(() => {
  vi.resetModules();
  vi.stubGlobal('location', { pathname: '/m/abc-defg-hij' });
  vi.stubGlobal('localStorage', storage({ 'convene.name': '"Ana"', plain: 'no JSON {' }));
  vi.stubGlobal('sessionStorage', storage({ token: '{"token":"top secret"}' }));
});

afterEach(() => {
  vi.unstubAllGlobals();
});

async function teller(status = 204) {
  const fetch = vi.fn(async (_path: string, _init: RequestInit) => ({ status }));
  vi.stubGlobal('fetch', fetch);
  const { tellError } = await import('./page-errors');
  const bodies = () => fetch.mock.calls.map(([, { body }]) => JSON.parse(String(body)));
  return { fetch, tellError, bodies };
}

it('an error is told once, without what is stored in this browser', async () => {
  const { fetch, tellError, bodies } = await teller();
  const error = new Error('Ana has top secret and no JSON {');
  await tellError(error);
  await tellError(error);
  expect(bodies()).toEqual([
    { message: 'Error: … has … and …', stack: expect.any(String), route: '/m/:id' },
  ]);
  expect(fetch.mock.calls[0]?.[0]).toBe('/api/page-errors');
});

it('a page that fails over and over tells five', async () => {
  const { fetch, tellError } = await teller();
  for (const word of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) await tellError(new Error(word));
  expect(fetch).toHaveBeenCalledTimes(5);
});

it('nothing is told once the server takes no reports', async () => {
  const { fetch, tellError } = await teller(404);
  await tellError(new Error('one'));
  await tellError(new Error('two'));
  expect(fetch).toHaveBeenCalledTimes(1);
});

it('a server that is away is no error, and events without an error are none', async () => {
  const { fetch, tellError } = await teller();
  await tellError(undefined);
  await tellError(null);
  expect(fetch).not.toHaveBeenCalled();
  fetch.mockRejectedValue(new TypeError('Failed to fetch'));
  await expect(tellError(new Error('one'))).resolves.toBeUndefined();
});

it('texts are found wherever they are, and a broken source hides no other', () => {
  addPrivateTexts(() => {
    throw new Error('broken');
  });
  addPrivateTexts(() => [{ participants: [{ name: 'Ben' }], count: 3, none: null }]);
  const texts = privateTexts();
  expect(texts).toEqual(expect.arrayContaining(['Ben', 'Ana', 'top secret', 'no JSON {']));
});
