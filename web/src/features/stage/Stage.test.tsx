// @vitest-environment happy-dom
import { act } from 'react';
import { expect, it, vi } from 'vitest';

// A page without layout has no size, and a stage without size has no tiles.
vi.mock('../../ui/useElementSize', () => ({
  useElementSize: () => ({ width: 1280, height: 720 }),
}));
vi.mock('../../session', () => import('../../testing/fake-session'));

import { rosterOf } from '../../lib/roster';
import { useRoom } from '../../stores/room';
import { person, place, setUpPage, show } from '../../testing/page';
import { Stage } from './Stage';

setUpPage();

it('names tiles after people, keeps their video through changes, and says why one has none', () => {
  useRoom.setState({
    meetingId: 'abc-defg-hij',
    selfId: 'a',
    roster: rosterOf([person('a', 'Ana'), person('b', 'Ben')]),
    transports: { b: { status: 'failed', reason: 'no_route' } },
  });
  const sharing = person('b', 'Ben');
  sharing.media = { ...sharing.media, screen_share: true };
  show(<Stage />);
  const groups = () =>
    [...place.querySelectorAll('[role=group]')].map((group) => group.getAttribute('aria-label'));
  expect(groups()).toEqual(['Ben', 'Ana (you)']);
  expect(place.querySelector('[aria-label=Ben]')?.textContent).toContain('Could not connect');
  const video = place.querySelector('[aria-label=Ben] video');
  expect(video).not.toBeNull();
  act(() =>
    useRoom.setState({
      roster: rosterOf([person('a', 'Ana'), sharing, person('c', 'Cem')]),
    }),
  );
  expect(groups()).toEqual(["Ben's screen", 'Ben', 'Cem', 'Ana (you)']);
  expect(place.querySelector('[aria-label=Ben] video')).toBe(video);
});

it('says that a camera is off only if it is, not if its picture is withheld', () => {
  const ben = (camera: boolean) => {
    const one = person('b', 'Ben');
    return { ...one, media: { ...one.media, camera } };
  };
  useRoom.setState({
    meetingId: 'abc-defg-hij',
    selfId: 'a',
    roster: rosterOf([person('a', 'Ana'), ben(true)]),
    transports: { b: { status: 'connected', relayed: false } },
    missingPictures: { b: { camera: 'paused' } },
  });
  show(<Stage />);
  const text = () => place.querySelector('[aria-label=Ben]')?.textContent;
  expect(text()).toContain('Video paused: your connection is slow');
  expect(text()).not.toContain('Camera off');
  act(() =>
    useRoom.setState({ roster: rosterOf([person('a', 'Ana'), ben(false)]), missingPictures: {} }),
  );
  expect(text()).toContain('Camera off');
});
