// @vitest-environment happy-dom
import { act } from 'react';
import { expect, it, vi } from 'vitest';

vi.mock('../../session', () => import('../../testing/fake-session'));

import { rosterOf } from '../../lib/roster';
import type { Participant, Role } from '../../protocol/protocol.gen';
import { meetingSession } from '../../session';
import { useRoom } from '../../stores/room';
import { buttons, nameOf, person, place, press, setUpPage, show } from '../../testing/page';
import { PeoplePanel } from './PeoplePanel';

setUpPage();

const asked = vi.mocked(meetingSession.ask);

function inRoom(role: Role, ...others: Participant[]): void {
  useRoom.setState({ selfId: 'Ana', roster: rosterOf([person('Ana', 'Ana', role), ...others]) });
}

it('lists the participants, hands first and in order', () => {
  const raised = (at: number) => ({ hand_raised_at: at });
  useRoom.setState({
    selfId: 'a',
    roster: rosterOf([
      person('a', 'Ana'),
      { ...person('b', 'Ben'), ...raised(20) },
      { ...person('c', 'Cem'), ...raised(10) },
    ]),
  });
  show(<PeoplePanel />);
  const list = place.querySelector('ul');
  expect(list?.getAttribute('aria-label')).toBe('Participants');
  const rows = [...(list?.querySelectorAll('li') ?? [])].map(({ textContent }) => textContent);
  expect(rows[0]).toContain('Cem');
  expect(rows[0]).toContain('Hand raised, number 1');
  expect(rows[1]).toContain('Hand raised, number 2');
  expect(rows[2]).toContain('Ana (you)');
  expect(place.querySelector('input[type=search]')).toBeNull();
});

const OF_A_GUEST = ['Mute', 'Stop video', 'Rename', 'Make co-host', 'Remove'];

it.each<[Role, Role, string[]]>([
  ['host', 'guest', OF_A_GUEST],
  ['host', 'co_host', OF_A_GUEST.with(3, 'Remove as co-host')],
  ['co_host', 'guest', OF_A_GUEST.toSpliced(3, 1)],
  ['co_host', 'co_host', OF_A_GUEST.toSpliced(3, 1)],
  ['host', 'host', OF_A_GUEST.toSpliced(3, 1)],
])('offers a %s what it can do to a %s', async (own, other, offered) => {
  inRoom(own, person('Ben', 'Ben', other));
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
  inRoom(own, person('Ben', 'Ben', other));
  show(<PeoplePanel />);
  expect(buttons().filter((name) => name?.startsWith('Actions'))).toEqual([]);
  expect(buttons()).toContain('Rename');
});

it('asks to unmute whoever is muted, and offers only what there is to stop', async () => {
  inRoom('host', {
    ...person('Ben', 'Ben'),
    media: { microphone: false, camera: false, screen_share: true, screen_share_audio: false },
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
  inRoom('host', person('Ben', 'Ben', 'guest'));
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
  inRoom('guest', person('Ben', 'Ben', 'host'), person('Cem', 'Cem', 'co_host'));
  show(<PeoplePanel />);
  const rows = [...place.querySelectorAll('li')].map(({ textContent }) => textContent);
  expect(rows[1]).toMatch(/^B.*Host/);
  expect(rows[2]).toContain('Co-host');
});
