import { expect, it } from 'vitest';

import type { Participant } from '../../protocol/protocol.gen';
import { changesBetween } from './announcements';

function person(name: string, screen_share = false): Participant {
  const media = { microphone: true, camera: true, screen_share, screen_share_audio: false };
  return { id: `id-${name}`, name, role: 'guest', media, presence: 'connected', joined_at: 0 };
}

const nothing = { started: [], stopped: [] };
const [ana, ben] = [person('Ana'), person('Ben')];

it('tells who began and who stopped sharing', () => {
  expect(changesBetween([ana, ben], [ana, person('Ben', true)], ana.id).started).toEqual(['Ben']);
  expect(changesBetween([person('Ben', true), ana], [ben, ana], ana.id).stopped).toEqual(['Ben']);
  expect(changesBetween([ana], [person('Ana', true)], ana.id)).toEqual(nothing);
});

it('says nothing on entering, nor on leaving', () => {
  expect(changesBetween([], [ana, ben], ana.id)).toEqual(nothing);
  expect(changesBetween([ana, ben], [], ana.id)).toEqual(nothing);
});
