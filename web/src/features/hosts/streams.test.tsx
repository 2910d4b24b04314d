// @vitest-environment happy-dom
import { act } from 'react';
import { beforeEach, expect, it, vi } from 'vitest';

vi.mock('../../session', () => import('../../testing/fake-session'));
vi.mock('../../rtc/streams-api');

import { keepHostToken } from '../../lib/host-tokens';
import type { StreamTokenInfo } from '../../protocol/protocol.gen';
import { ApiError } from '../../rtc/api';
import { createStreamToken, getStreamTokens, revokeStreamToken } from '../../rtc/streams-api';
import { buttons, place, press, setUpPage, show, type } from '../../testing/page';
import StreamsDialog from './StreamsDialog';

setUpPage();

const ID = 'abc-defg-hij';
const listed = vi.mocked(getStreamTokens);
const made = vi.mocked(createStreamToken);
const revoked = vi.mocked(revokeStreamToken);

const token = (name: string, change: Partial<StreamTokenInfo> = {}): StreamTokenInfo => ({
  id: name,
  scope: 'publish',
  name,
  created_at: '2020-01-01T00:00:00Z',
  expires_at: '2999-01-01T00:00:00Z',
  revoked: false,
  ...change,
});

async function open(): Promise<void> {
  show(<StreamsDialog id={ID} onClose={() => {}} />);
  await act(async () => {});
}

beforeEach(() => {
  localStorage.clear();
  keepHostToken(ID, 'host');
  listed.mockResolvedValue([]);
});

it('gives a program access, and shows address and token once', async () => {
  await open();
  expect(place.textContent).toContain('No program has access yet.');
  await press('Give access');
  expect(made).not.toHaveBeenCalled();
  const field = place.querySelector('input');
  act(() => type(field as HTMLInputElement, ' OBS '));
  made.mockResolvedValue({ ...token('OBS'), url: 'https://x/whip/a', token: 'secret' });
  listed.mockResolvedValue([token('OBS')]);
  await press('Give access');
  expect(made).toHaveBeenCalledWith(ID, 'host', { scope: 'publish', name: 'OBS', hours: 24 });
  const shown = () => [...place.querySelectorAll('input')].map(({ value }) => value);
  expect(shown()).toEqual(['https://x/whip/a', 'secret']);
  expect(document.activeElement?.textContent).toBe('Access for “OBS”');
  await press('Done');
  expect(shown()).toEqual(['']);
});

it('lists access that is good, and removes it once that is confirmed', async () => {
  listed.mockResolvedValue([
    token('Main camera'),
    token('Gone', { revoked: true }),
    token('Old', { expires_at: '2020-01-02T00:00:00Z' }),
  ]);
  await open();
  const rows = () => [...place.querySelectorAll('.stream-name')].map((it) => it.textContent);
  expect(rows()).toEqual(['Main camera']);
  await press('Remove access');
  expect(revoked).not.toHaveBeenCalled();
  expect(place.textContent).toContain('Remove access for “Main camera”?');
  listed.mockResolvedValue([]);
  const answer = [...place.querySelectorAll<HTMLElement>('[role=alertdialog] button')].at(-1);
  await act(async () => answer?.click());
  expect(revoked).toHaveBeenCalledWith(ID, 'host', 'Main camera');
  expect(rows()).toEqual([]);
});

it.each([
  [401, 'refused', 'Only the person who started the meeting'],
  [409, 'refused', 'This meeting has no room for more programs.'],
  [429, 'rate_limited', 'Too many attempts.'],
  [0, 'unreachable', 'The server is not responding.'],
] as const)('says why access cannot be given: %s', async (status, failure, words) => {
  await open();
  act(() => type(place.querySelector('input') as HTMLInputElement, 'OBS'));
  made.mockRejectedValue(new ApiError(failure, null, status));
  await press('Give access');
  expect(place.querySelector('[role=alert]')?.textContent).toContain(words);
  expect(buttons()).toContain('Give access');
});

it('tells hosts who did not start the meeting that they cannot', async () => {
  localStorage.clear();
  await open();
  expect(place.textContent).toContain('Only the person who started the meeting');
  expect(listed).not.toHaveBeenCalled();
});
