// @vitest-environment happy-dom
import { act } from 'react';
import { beforeEach, expect, it, vi } from 'vitest';

// A page without layout has no size, and a stage without size has no tiles.
vi.mock('../../ui/useElementSize', () => ({
  useElementSize: () => ({ width: 1280, height: 720 }),
}));
vi.mock('../../session', () => import('../../testing/fake-session'));
vi.mock('../../ui/Avatar', async () => ({
  Avatar: (await import('../../testing/renders')).CountedAvatar,
}));

import { rosterOf, withChange, withParticipant } from '../../lib/roster';
import type { Participant } from '../../protocol/protocol.gen';
import { useRoom } from '../../stores/room';
import { person, setUpPage, show } from '../../testing/page';
import { rendersOf } from '../../testing/renders';
import { Stage } from './Stage';

setUpPage();

const ids = Array.from({ length: 20 }, (_, index) => `p${index}`);
const change = (id: string, changes: Partial<Participant>) =>
  useRoom.setState(({ roster }) => ({
    roster: withChange(roster, { ...person(id, id), ...changes }),
  }));

beforeEach(() => {
  useRoom.setState({
    meetingId: 'abc-defg-hij',
    selfId: 'p0',
    roster: rosterOf(ids.map((id) => person(id, id))),
  });
  show(<Stage />);
});

it('renders one tile when its participant is muted', () => {
  const { media } = person('p3', 'p3');
  const muted = rendersOf(() =>
    act(() => change('p3', { media: { ...media, microphone: false } })),
  );
  expect(muted).toEqual(['p3']);
});

it('renders the tiles of those who raise a hand or begin to speak, and no other', () => {
  expect(rendersOf(() => act(() => change('p4', { hand_raised_at: 1 })))).toEqual(['p4']);
  const speaks = rendersOf(() => act(() => useRoom.setState({ activeSpeakers: ['p5'] })));
  expect(speaks).toEqual(['p5']);
});

it('renders no tile of those who stay when one joins', () => {
  const joins = rendersOf(() =>
    act(() =>
      useRoom.setState(({ roster }) => ({
        roster: withParticipant(roster, person('new', 'new')),
      })),
    ),
  );
  expect(joins).toEqual(['new']);
});

it('renders nothing for a change on another page, and mounts the tiles of one page only', () => {
  const crowd = Array.from({ length: 500 }, (_, index) => `p${index}`);
  act(() => useRoom.setState({ roster: rosterOf(crowd.map((id) => person(id, id))) }));
  const tiles = [...document.querySelectorAll('[data-tile]')];
  expect(tiles.length).toBeGreaterThan(10);
  expect(tiles.length).toBeLessThanOrEqual(49);
  expect(tiles.at(-1)?.getAttribute('aria-label'), 'the own tile is there').toBe('p0 (you)');
  const { media } = person('p400', 'p400');
  const away = () => change('p400', { media: { ...media, microphone: false } });
  expect(rendersOf(() => act(away))).toEqual([]);
  const joins = () =>
    useRoom.setState(({ roster }) => ({ roster: withParticipant(roster, person('n', 'n')) }));
  expect(rendersOf(() => act(joins))).toEqual([]);
});
