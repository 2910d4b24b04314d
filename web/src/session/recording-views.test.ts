import { expect, it } from 'vitest';

import type { Scene, SceneTile } from '../lib/recording-layout';
import { RecordingViews } from './recording-views';

const tile = (id: string): SceneTile => ({ id, name: id, label: id, track: null, speaking: false });
const scene = (faces: string[], screens: string[] = []): Scene => ({
  faces: faces.map(tile),
  screens: screens.map(tile),
});

it('asks everybody for as large a picture as the recording shows, and for no more when it is over', () => {
  const told: Record<string, number | null> = {};
  let calls = 0;
  const views = new RecordingViews((id, source, height) => {
    told[`${id} ${source}`] = height;
    calls += 1;
  });
  const follow = (now: Scene) => views.follow(now, 1280, 720);

  follow(scene(['ana']));
  expect(told).toEqual({ 'ana camera': 696 });
  follow(scene(['ana', 'ben']));
  expect(told['ana camera']).toBeLessThan(500);
  expect(told['ben camera']).toBe(told['ana camera']);

  const before = calls;
  follow(scene(['ana', 'ben']));
  expect(calls).toBe(before);

  follow(scene(['ana', 'ben'], ['ben']));
  expect(told['ben screen_share']).toBeGreaterThan(500);
  expect(told['ben camera']).toBeLessThan(200);
  follow(scene(['ben']));
  expect(told).toMatchObject({ 'ana camera': null, 'ben screen_share': null });
  views.close();
  expect(Object.values(told)).toEqual([null, null, null]);
});
