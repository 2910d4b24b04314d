import { afterEach, expect, it, vi } from 'vitest';

import { ApiError, createMeeting, getMeeting } from './api';

const meeting = {
  id: 'abc-defg-hij',
  url: 'x',
  created_at: '2026-01-01T00:00:00Z',
  participant_count: 0,
};

function answer(response: Response | Error): ReturnType<typeof vi.fn> {
  const fetch = vi.fn(async () => {
    if (response instanceof Error) throw response;
    return response;
  });
  vi.stubGlobal('fetch', fetch);
  return fetch;
}

function problem(status: number): Response {
  const body = { type: '/problems/x', title: 'Title', status, detail: 'Detail' };
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  });
}

afterEach(() => {
  vi.unstubAllGlobals();
});

it('makes a meeting', async () => {
  const fetch = answer(Response.json(meeting, { status: 201 }));
  expect(await createMeeting()).toEqual(meeting);
  const sent = (body: string) => expect.objectContaining({ method: 'POST', body });
  expect(fetch).toHaveBeenLastCalledWith('/api/v1/meetings', sent('{}'));
  answer(Response.json(meeting, { status: 201 }));
  await createMeeting('Sync');
  expect(globalThis.fetch).toHaveBeenLastCalledWith('/api/v1/meetings', sent('{"title":"Sync"}'));
});

it('tells a meeting that is not there from a server that is not', async () => {
  answer(problem(404));
  expect(await getMeeting('abc-defg-hij')).toBeNull();
  answer(new TypeError('Failed to fetch'));
  await expect(getMeeting('abc-defg-hij')).rejects.toMatchObject({ failure: 'unreachable' });
});

it('carries the problem the server describes', async () => {
  answer(problem(429));
  const error = await createMeeting().catch((error: unknown) => error);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({
    failure: 'rate_limited',
    message: 'Detail',
    problem: { status: 429 },
  });
});

it('does without a problem where there is none', async () => {
  answer(
    new Response('<h1>Bad gateway</h1>', { status: 502, headers: { 'content-type': 'text/html' } }),
  );
  await expect(createMeeting()).rejects.toMatchObject({ failure: 'server', problem: null });
});
