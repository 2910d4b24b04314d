// @vitest-environment happy-dom
import { act } from 'react';
import { expect, it, vi } from 'vitest';

vi.mock('../../session', () => import('../../testing/fake-session'));

import { rosterOf } from '../../lib/roster';
import type { Role } from '../../protocol/protocol.gen';
import { meetingSession } from '../../session';
import { useHosting } from '../../stores/hosting';
import { closePanel, togglePanel } from '../../stores/panel';
import { initialRoom, useRoom } from '../../stores/room';
import { useToasts } from '../../stores/toasts';
import { buttons, person, place, press, setUpPage, show } from '../../testing/page';
import { HostPanel } from './HostPanel';
import { KnockNotice } from './KnockNotice';
import { NotKeptNotice } from './NotKeptNotice';
import { UnmuteNotice } from './UnmuteNotice';

setUpPage();

const asked = vi.mocked(meetingSession.ask);

function inRoom(role: Role): void {
  useRoom.setState({ selfId: 'Ana', roster: rosterOf([person('Ana', 'Ana', role)]) });
}

function waiting(name: string, suspect = false) {
  return { id: name, name, waiting_since: 0, suspect };
}

it('lets hosts admit and deny who knocks, each described by their row', async () => {
  inRoom('co_host');
  useRoom.setState({ waiting: [waiting('Ben')] });
  show(<KnockNotice />);
  expect(buttons()).toEqual(['Dismiss', 'Deny', 'Admit']);
  const admit = [...place.querySelectorAll('button')].at(-1);
  const described = document.getElementById(admit?.getAttribute('aria-describedby') ?? '');
  expect(described?.textContent).toBe('Ben wants to join');
  await press('Admit');
  expect(asked).toHaveBeenLastCalledWith('admit', { participant_id: 'Ben' });
  await press('Deny');
  expect(asked).toHaveBeenLastCalledWith('deny', { participant_id: 'Ben' });
});

it('shows some of many who knock, and lets all in at once', async () => {
  inRoom('host');
  useRoom.setState({ waiting: ['Ben', 'Cem', 'Dora', 'Emil', 'Fay'].map((name) => waiting(name)) });
  show(<KnockNotice />);
  expect(place.textContent).toContain('5 people want to join');
  expect(place.textContent).toContain('And 2 more');
  expect(buttons().filter((name) => name === 'Admit')).toHaveLength(3);
  await press('Admit all');
  expect(asked).toHaveBeenLastCalledWith('admit_all', {});
});

it('shows who knocks in one place, and to nobody who may not admit', () => {
  inRoom('host');
  useRoom.setState({ waiting: [waiting('Ben', true)] });
  togglePanel('people');
  show(
    <>
      <KnockNotice />
      <HostPanel />
    </>,
  );
  expect(buttons().filter((name) => name === 'Admit')).toHaveLength(1);
  expect(place.querySelector('ul')?.getAttribute('aria-label')).toBe('Waiting in the lobby');
  expect(place.textContent).toContain('From the same network as someone who was removed');
  act(() => closePanel());
  act(() => inRoom('guest'));
  expect(buttons()).toEqual([]);
});

it('goes on to the next who knocks when the row in which one pressed is gone', async () => {
  inRoom('host');
  useRoom.setState({ waiting: [waiting('Ben'), waiting('Cem')] });
  show(<KnockNotice />);
  const [first] = place.querySelectorAll<HTMLElement>('[data-admit]');
  first?.focus();
  await act(async () => first?.click());
  act(() => useRoom.setState({ waiting: [waiting('Cem')] }));
  expect(document.activeElement).toBe(place.querySelector('[data-admit]'));
});

it('mutes all, and locks and unlocks', async () => {
  inRoom('host');
  show(<HostPanel />);
  expect(buttons()).toEqual(['Mute all', 'Lock meeting', 'Host controls']);
  await press('Mute all');
  expect(asked).toHaveBeenLastCalledWith('mute_all', {});
  await press('Lock meeting');
  expect(asked).toHaveBeenLastCalledWith('set_room', { locked: true });
  act(() => useRoom.setState({ settings: { ...initialRoom.settings, locked: true } }));
  await press('Unlock meeting');
  expect(asked).toHaveBeenLastCalledWith('set_room', { locked: false });
});

it('says in words what the server did not do', async () => {
  inRoom('host');
  show(<HostPanel />);
  asked.mockRejectedValueOnce(Object.assign(new Error(), { code: 'not_allowed' }));
  await press('Mute all');
  expect(useToasts.getState().toasts).toMatchObject([{ text: 'You are not allowed to do that.' }]);
});

it('changes a setting at once, and back where the server does not do it', async () => {
  inRoom('host');
  show(<HostPanel />);
  await press('Host controls');
  const boxes = [...place.querySelectorAll<HTMLInputElement>('input[type=checkbox]')];
  const lobby = boxes.find(({ labels }) => labels?.[0]?.textContent === 'Lobby');
  let refuse: (error: Error) => void = () => {};
  asked.mockReturnValueOnce(
    new Promise((_, reject) => {
      refuse = reject;
    }),
  );
  await act(async () => lobby?.click());
  expect(asked).toHaveBeenLastCalledWith('set_room', { lobby: true });
  expect(lobby?.checked).toBe(true);
  await act(async () => refuse(Object.assign(new Error(), { code: 'disconnected' })));
  expect(lobby?.checked).toBe(false);
  expect(place.querySelector('[role=alert]')?.textContent).toContain('was not sent');
});

it('asks whoever a host asks to unmute, and does as they answer', async () => {
  show(<UnmuteNotice />);
  expect(place.textContent).toBe('');
  act(() => useHosting.setState({ unmuteAsked: { by: 'Ben' } }));
  const dialog = place.querySelector('[role=dialog]');
  const title = document.getElementById(dialog?.getAttribute('aria-labelledby') ?? '');
  expect(title?.textContent).toBe('Ben is asking you to unmute');
  await press('Stay muted');
  expect(meetingSession.answerUnmute).toHaveBeenLastCalledWith(false);
  await press('Unmute');
  expect(meetingSession.answerUnmute).toHaveBeenLastCalledWith(true);
});

it('tells hosts alone that what they decided is not saved yet, until it is', () => {
  inRoom('host');
  show(<NotKeptNotice />);
  expect(place.textContent).toBe('');
  act(() => useRoom.setState({ kept: false }));
  expect(place.querySelector('[role=status]')?.textContent).toContain('Not saved yet');
  act(() => inRoom('guest'));
  expect(place.textContent).toBe('');
  act(() => inRoom('co_host'));
  expect(place.textContent).toContain('the server cannot save it');
  act(() => useRoom.setState({ kept: true }));
  expect(place.textContent).toBe('');
});
