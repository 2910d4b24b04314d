import { expect, it } from 'vitest';

import { rosterOf } from '../../lib/roster';
import type { Participant } from '../../protocol/protocol.gen';
import { changesBetween } from './announcements';

function person(name: string, screen_share = false): Participant {
  const media = { microphone: true, camera: true, screen_share, screen_share_audio: false };
  return { id: `id-${name}`, name, role: 'guest', media, presence: 'connected', joined_at: 0 };
}

const nothing = { started: [], stopped: [] };
const [ana, ben] = [person('Ana'), person('Ben')];

it('tells who began and who stopped sharing', () => {
  expect(
    changesBetween(rosterOf([ana, ben]), rosterOf([ana, person('Ben', true)]), ana.id).started,
  ).toEqual(['Ben']);
  expect(
    changesBetween(rosterOf([person('Ben', true), ana]), rosterOf([ben, ana]), ana.id).stopped,
  ).toEqual(['Ben']);
  expect(changesBetween(rosterOf([ana]), rosterOf([person('Ana', true)]), ana.id)).toEqual(nothing);
});

it('says nothing on entering, nor on leaving', () => {
  expect(changesBetween(rosterOf([]), rosterOf([ana, ben]), ana.id)).toEqual(nothing);
  expect(changesBetween(rosterOf([ana, ben]), rosterOf([]), ana.id)).toEqual(nothing);
});
