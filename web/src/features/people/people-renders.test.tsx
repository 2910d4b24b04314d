// @vitest-environment happy-dom
import { act } from 'react';
import { beforeEach, expect, it, vi } from 'vitest';

vi.mock('../../session', () => import('../../testing/fake-session'));
vi.mock('../../ui/Avatar', async () => ({
  Avatar: (await import('../../testing/renders')).CountedAvatar,
}));

import { rosterOf, withChange, withoutParticipant, withParticipant } from '../../lib/roster';
import type { Participant } from '../../protocol/protocol.gen';
import { useRoom } from '../../stores/room';
import { person, setUpPage, show } from '../../testing/page';
import { rendersOf } from '../../testing/renders';
import { PeoplePanel } from './PeoplePanel';

setUpPage();

const ids = Array.from({ length: 500 }, (_, index) => `p${index}`);
const change = (id: string, changes: Partial<Participant>) =>
  useRoom.setState(({ roster }) => ({
    roster: withChange(roster, { ...person(id, id), ...changes }),
  }));

beforeEach(() => {
  useRoom.setState({ selfId: 'p0', roster: rosterOf(ids.map((id) => person(id, id))) });
  show(<PeoplePanel />);
});

it('renders one row of 500 when its participant is muted or renamed', () => {
  const { media } = person('p3', 'p3');
  const muted = rendersOf(() =>
    act(() => change('p3', { media: { ...media, microphone: false } })),
  );
  expect(muted).toEqual(['p3']);
  expect(rendersOf(() => act(() => change('p3', { name: 'Ana' })))).toEqual(['p3']);
});

it('renders no row when somebody else begins to speak', () => {
  expect(rendersOf(() => act(() => useRoom.setState({ activeSpeakers: ['p3'] })))).toEqual([]);
});

it('renders no row of those who stay when one joins or leaves', () => {
  const joins = rendersOf(() =>
    act(() =>
      useRoom.setState(({ roster }) => ({
        roster: withParticipant(roster, person('new', 'new')),
      })),
    ),
  );
  expect(joins.filter((id) => id !== 'new')).toEqual([]);
  const leaves = rendersOf(() =>
    act(() => useRoom.setState(({ roster }) => ({ roster: withoutParticipant(roster, 'p499') }))),
  );
  expect(leaves).toEqual([]);
});

it('renders the row of a raised hand, and no other', () => {
  expect(rendersOf(() => act(() => change('p3', { hand_raised_at: 1 })))).toEqual(['p3']);
});
