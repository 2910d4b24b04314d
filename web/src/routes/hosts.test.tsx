// @vitest-environment happy-dom
import { act, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

vi.mock('../session', () => ({
  devices: {},
  meetingSession: {
    ask: vi.fn(async () => {}),
    renameSelf: vi.fn(async () => {}),
    answerUnmute: vi.fn(),
  },
}));

import { HostPanel } from '../features/hosts/HostPanel';
import { KnockNotice } from '../features/hosts/KnockNotice';
import { UnmuteNotice } from '../features/hosts/UnmuteNotice';
import { PeoplePanel } from '../features/people/PeoplePanel';
import type { Participant, Role } from '../rtc/protocol.gen';
import { meetingSession } from '../session';
import { initialHosting, useHosting } from '../stores/hosting';
import { closePanel, togglePanel } from '../stores/panel';
import { initialRoom, useRoom } from '../stores/room';
import { useToasts } from '../ui/toast';

let root: Root;
let place: HTMLElement;
const asked = vi.mocked(meetingSession.ask);

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  place = document.body.appendChild(document.createElement('div'));
  root = createRoot(place);
  asked.mockClear();
});

afterEach(() => {
  act(() => root.unmount());
  place.remove();
  useRoom.setState(initialRoom, true);
  useHosting.setState(initialHosting, true);
  useToasts.setState({ toasts: [] });
  closePanel();
  vi.unstubAllGlobals();
});

function show(what: ReactNode): void {
  act(() => root.render(what));
}

const nameOf = (button: Element) => button.getAttribute('aria-label') ?? button.textContent;
const buttons = () => [...place.querySelectorAll('button')].map(nameOf);
const press = async (name: string) => {
  const found = [...place.querySelectorAll('button')].filter((one) => nameOf(one) === name);
  expect(found, `buttons "${name}" among ${buttons().join(', ')}`).toHaveLength(1);
  await act(async () => found[0]?.click());
};

function person(name: string, role: Role, change: Partial<Participant['media']> = {}) {
  const media = { microphone: true, camera: true, screen_share: false, screen_share_audio: false };
  return {
    id: name,
    name,
    role,
    media: { ...media, ...change },
    presence: 'connected' as const,
    joined_at: 0,
  };
}

function waiting(name: string, suspect = false) {
  return { id: name, name, waiting_since: 0, suspect };
}

function inRoom(role: Role, ...others: Participant[]): void {
  useRoom.setState({ selfId: 'Ana', participants: [person('Ana', role), ...others] });
}

it('lets hosts admit and deny who knocks, each described by their row', async () => {
  inRoom('co_host');
  useRoom.setState({ waiting: [waiting('Ben')] });
  show(<KnockNotice />);
  expect(buttons()).toEqual(['Deny', 'Admit']);
  const admit = [...place.querySelectorAll('button')].at(-1);
  const described = document.getElementById(admit?.getAttribute('aria-describedby') ?? '');
  expect(described?.textContent).toBe('Ben asks to join');
  await press('Admit');
  expect(asked).toHaveBeenLastCalledWith('admit', { participant_id: 'Ben' });
  await press('Deny');
  expect(asked).toHaveBeenLastCalledWith('deny', { participant_id: 'Ben' });
});

it('shows some of many who knock, and lets all in at once', async () => {
  inRoom('host');
  useRoom.setState({ waiting: ['Ben', 'Cem', 'Dora', 'Emil', 'Fay'].map((name) => waiting(name)) });
  show(<KnockNotice />);
  expect(place.textContent).toContain('5 people ask to join');
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
  expect(place.textContent).toContain('From the network of somebody who was removed');
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
  expect(useToasts.getState().toasts).toMatchObject([{ text: 'You may not do that.' }]);
});

it('changes a setting at once, and back where the server does not do it', async () => {
  inRoom('host');
  show(<HostPanel />);
  await press('Host controls');
  const [lobby] = place.querySelectorAll<HTMLInputElement>('input[type=checkbox]');
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
  expect(place.querySelector('[role=alert]')?.textContent).toContain('could not be sent');
});

const OF_A_GUEST = ['Mute', 'Stop video', 'Rename', 'Make co-host', 'Remove'];

it.each<[Role, Role, string[]]>([
  ['host', 'guest', OF_A_GUEST],
  ['host', 'co_host', OF_A_GUEST.with(3, 'Remove as co-host')],
  ['co_host', 'guest', OF_A_GUEST.toSpliced(3, 1)],
  ['co_host', 'co_host', OF_A_GUEST.toSpliced(3, 1)],
  ['host', 'host', OF_A_GUEST.toSpliced(3, 1)],
])('offers a %s what it can do to a %s', async (own, other, offered) => {
  inRoom(own, person('Ben', other));
  show(<PeoplePanel />);
  await press('Actions for Ben');
  const actions = [...place.querySelectorAll('fieldset button')].map(nameOf);
  expect(actions).toEqual(offered);
});

it.each<[Role, Role]>([
  ['guest', 'guest'],
  ['guest', 'host'],
  ['co_host', 'host'],
])('offers a %s nothing to do to a %s but to rename themselves', (own, other) => {
  inRoom(own, person('Ben', other));
  show(<PeoplePanel />);
  expect(buttons().filter((name) => name?.startsWith('Actions'))).toEqual([]);
  expect(buttons()).toContain('Rename');
});

it('asks to unmute whoever is muted, and offers only what there is to stop', async () => {
  inRoom('host', {
    ...person('Ben', 'guest', { microphone: false, camera: false, screen_share: true }),
    hand_raised_at: 1,
  });
  show(<PeoplePanel />);
  for (const [name, request, payload] of [
    ['Ask to unmute', 'ask_to_unmute', {}],
    ['Stop sharing', 'stop_source', { source: 'screen_share' }],
    ['Lower hand', 'lower_hand', {}],
    ['Make co-host', 'set_role', { role: 'co_host' }],
  ] as const) {
    await press('Actions for Ben');
    expect(buttons()).not.toContain('Stop video');
    await press(name);
    expect(asked).toHaveBeenLastCalledWith(request, { participant_id: 'Ben', ...payload });
    expect(nameOf(document.activeElement ?? place)).toBe('Actions for Ben');
  }
});

it('removes with or without return', async () => {
  inRoom('host', person('Ben', 'guest'));
  show(<PeoplePanel />);
  for (const mayReturn of [true, false]) {
    await press('Actions for Ben');
    await press('Remove');
    const [back, forGood] = place.querySelectorAll<HTMLInputElement>('input[type=radio]');
    expect(back?.checked).toBe(true);
    if (!mayReturn) await act(async () => forGood?.click());
    await press('Remove');
    const payload = { participant_id: 'Ben', may_return: mayReturn };
    expect(asked).toHaveBeenLastCalledWith('remove', payload);
  }
});

it('says who is host, and who is a co-host', () => {
  inRoom('guest', person('Ben', 'host'), person('Cem', 'co_host'));
  show(<PeoplePanel />);
  const rows = [...place.querySelectorAll('li')].map(({ textContent }) => textContent);
  expect(rows[1]).toMatch(/^B.*Host/);
  expect(rows[2]).toContain('Co-host');
});

it('asks whoever a host asks to unmute, and does as they answer', async () => {
  show(<UnmuteNotice />);
  expect(place.textContent).toBe('');
  act(() => useHosting.setState({ unmuteAsked: { by: 'Ben' } }));
  const dialog = place.querySelector('[role=dialog]');
  const title = document.getElementById(dialog?.getAttribute('aria-labelledby') ?? '');
  expect(title?.textContent).toBe('Ben asks you to unmute');
  await press('Stay muted');
  expect(meetingSession.answerUnmute).toHaveBeenLastCalledWith(false);
  await press('Unmute');
  expect(meetingSession.answerUnmute).toHaveBeenLastCalledWith(true);
});
