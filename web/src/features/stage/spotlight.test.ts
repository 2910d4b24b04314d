import { describe, expect, it } from 'vitest';

import { arrange, facesWithVideo, largeTile, type OnStage, pictureTiles } from './spotlight';

const face = (participant: string) => ({ participant, source: 'camera' as const });
const screen = (participant: string) => ({ participant, source: 'screen_share' as const });

function stage(change: Partial<OnStage> = {}): OnStage {
  return { faces: ['ben', 'cleo', 'me'], screens: [], selfId: 'me', pinned: null, ...change };
}

it('makes nothing large where there are only faces', () => {
  expect(largeTile(stage())).toBeNull();
});

it('makes the newest screen of another large, never one’s own', () => {
  expect(largeTile(stage({ screens: ['ben', 'cleo'] }))).toEqual(screen('cleo'));
  expect(largeTile(stage({ screens: ['ben', 'me'] }))).toEqual(screen('ben'));
  expect(largeTile(stage({ screens: ['me'] }))).toBeNull();
});

it('makes what is pinned large as long as it is there', () => {
  const screens = ['ben', 'cleo'];
  expect(largeTile(stage({ screens, pinned: screen('ben') }))).toEqual(screen('ben'));
  expect(largeTile(stage({ screens, pinned: face('me') }))).toEqual(face('me'));
  expect(largeTile(stage({ screens, pinned: face('gone') }))).toEqual(screen('cleo'));
  expect(largeTile(stage({ pinned: screen('ben') }))).toBeNull();
});

describe('the layout', () => {
  const two = { faces: ['ben', 'me'] };

  it('of two people: the other fills the stage, oneself floats', () => {
    const filled = { large: face('ben'), floating: face('me'), showsOthers: true };
    expect(arrange(stage(two), 'auto', null)).toEqual(filled);
    expect(arrange(stage({ ...two, pinned: face('ben') }), 'auto', null)).toEqual(filled);
  });

  it('of two people has a strip where somebody shares or oneself is large', () => {
    expect(arrange(stage({ ...two, screens: ['me'] }), 'auto', null).large).toEqual(face('ben'));
    for (const change of [{ screens: ['ben'] }, { screens: ['me'] }, { pinned: face('me') }]) {
      expect(arrange(stage({ ...two, ...change }), 'auto', null).floating).toBeNull();
    }
  });

  it('of an observer and two others is a grid', () => {
    const observer = stage({ faces: ['ben', 'cleo'] });
    expect(arrange(observer, 'auto', null)).toMatchObject({ large: null, floating: null });
  });

  it('in a grid is nothing large but what is pinned', () => {
    expect(arrange(stage({ screens: ['ben'] }), 'grid', 'ben').large).toBeNull();
    expect(arrange(stage(two), 'grid', null)).toMatchObject({ large: null, floating: null });
    expect(arrange(stage({ pinned: face('cleo') }), 'grid', null).large).toEqual(face('cleo'));
  });

  it('of the speaker shows who speaks and oneself, and nobody else', () => {
    const speaks = (speaker: string | null, change: Partial<OnStage> = {}) =>
      arrange(stage(change), 'speaker', speaker);
    const floating = face('me');
    expect(speaks('cleo')).toEqual({ large: face('cleo'), floating, showsOthers: false });
    expect(speaks(null).large).toEqual(face('ben'));
    expect(speaks('gone').large).toEqual(face('ben'));
    expect(speaks('cleo', { screens: ['ben'] }).large).toEqual(screen('ben'));
    expect(speaks('cleo', { pinned: face('me') }).floating).toBeNull();
    expect(speaks(null, { faces: ['me'] })).toEqual({
      large: null,
      floating: null,
      showsOthers: true,
    });
  });

  it('side by side has the others beside who speaks', () => {
    const side = arrange(stage(), 'side_by_side', 'cleo');
    expect(side).toEqual({ large: face('cleo'), floating: null, showsOthers: true });
  });
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

describe('where people without video are hidden', () => {
  const faces = ['ben', 'cleo', 'dan', 'me'];

  it('shows those with video, and oneself', () => {
    expect(facesWithVideo(faces, ['cleo', 'ben'], 'me', null)).toEqual(['ben', 'cleo', 'me']);
  });

  it('gives a speaker without video the last place beside oneself', () => {
    expect(facesWithVideo(faces, ['cleo', 'dan'], 'me', 'ben')).toEqual([
      'cleo',
      'dan',
      'ben',
      'me',
    ]);
    expect(facesWithVideo(faces, ['cleo', 'dan'], 'me', 'dan')).toEqual(['cleo', 'dan', 'me']);
    expect(facesWithVideo(faces, ['cleo'], 'me', 'gone')).toEqual(['cleo', 'me']);
  });

  it('always shows somebody else, if there is anybody', () => {
    expect(facesWithVideo(faces, [], 'me', null)).toEqual(['ben', 'me']);
    expect(facesWithVideo(faces, ['me'], 'me', 'dan')).toEqual(['dan', 'me']);
    expect(facesWithVideo(['me'], [], 'me', null)).toEqual(['me']);
  });
});
