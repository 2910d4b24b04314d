import { expect, it } from 'vitest';

import { inOrder, largeTile, type OnStage, pictureTiles } from './spotlight';

const face = (participant: string) => ({ participant, source: 'camera' as const });
const screen = (participant: string) => ({ participant, source: 'screen_share' as const });

function stage(change: Partial<OnStage> = {}): OnStage {
  return { faces: ['ben', 'cleo', 'me'], screens: [], selfId: 'me', pinned: null, ...change };
}

it('keeps the order in which screens came', () => {
  expect(inOrder(['b', 'a'], ['a', 'b'])).toEqual(['b', 'a']);
  expect(inOrder(['b', 'a'], ['a', 'b', 'c'])).toEqual(['b', 'a', 'c']);
  expect(inOrder(['b', 'a'], ['c', 'a'])).toEqual(['a', 'c']);
});

it('makes nothing large where there are only faces', () => {
  expect(largeTile(stage())).toBeNull();
});

it('makes the newest screen large, one’s own only if there is no other', () => {
  expect(largeTile(stage({ screens: ['ben', 'cleo'] }))).toEqual(screen('cleo'));
  expect(largeTile(stage({ screens: ['ben', 'me'] }))).toEqual(screen('ben'));
  expect(largeTile(stage({ screens: ['me'] }))).toEqual(screen('me'));
});

it('makes what is pinned large as long as it is there', () => {
  const screens = ['ben', 'cleo'];
  expect(largeTile(stage({ screens, pinned: screen('ben') }))).toEqual(screen('ben'));
  expect(largeTile(stage({ screens, pinned: face('me') }))).toEqual(face('me'));
  expect(largeTile(stage({ screens, pinned: face('gone') }))).toEqual(screen('cleo'));
  expect(largeTile(stage({ pinned: screen('ben') }))).toBeNull();
});

it('shows in a small window what is large, then who speaks, oneself last', () => {
  expect(pictureTiles(stage(), 'cleo')).toEqual([face('cleo'), face('ben'), face('me')]);
  expect(pictureTiles(stage({ screens: ['ben'] }), 'cleo').slice(0, 2)).toEqual([
    screen('ben'),
    face('cleo'),
  ]);
  expect(pictureTiles(stage({ screens: ['me'] }), null)).toEqual([
    face('ben'),
    face('cleo'),
    face('me'),
  ]);
  expect(pictureTiles(stage(), 'gone')[0]).toEqual(face('ben'));
  expect(pictureTiles(stage({ faces: ['me'] }), null)).toEqual([face('me')]);
});
