import { expect, it } from 'vitest';

import { rosterOf } from '../../lib/roster';
import type { Participant } from '../../protocol/protocol.gen';
import { participantEventsBetween } from './participant-events';

function person(name: string, change: Partial<Participant> = {}): Participant {
  const media = { microphone: true, camera: true, screen_share: false, screen_share_audio: false };
  const role = 'guest';
  return { id: `id-${name}`, name, role, media, presence: 'connected', joined_at: 0, ...change };
}

const [ana, ben, cem] = [person('Ana'), person('Ben'), person('Cem')];
const told = (before: Participant[], now: Participant[]) =>
  participantEventsBetween(rosterOf(before), rosterOf(now), ana.id).map(
    ({ kind, name }) => `${name} ${kind}`,
  );

it('tells who came and who went, but not oneself', () => {
  expect(told([ana, ben], [ana, cem])).toEqual(['Cem joined', 'Ben left']);
});

it('tells of hands that go up, but not of those that were up or one’s own', () => {
  const raised = { hand_raised_at: 5 };
  expect(told([ana, ben], [person('Ana', raised), person('Ben', raised)])).toEqual(['Ben hand']);
  expect(told([ana, person('Ben', raised)], [ana, person('Ben', raised)])).toEqual([]);
  expect(told([ana, person('Ben', raised)], [ana, ben])).toEqual([]);
});

it('says nothing of a connection that is lost and comes back', () => {
  const away = person('Ben', { presence: 'reconnecting' });
  expect(told([ana, ben], [ana, away])).toEqual([]);
  expect(told([ana, away], [ana, ben])).toEqual([]);
});

it('does not list everybody on entering, nor on leaving', () => {
  expect(told([], [ana, ben])).toEqual([]);
  expect(told([ana, ben], [])).toEqual([]);
});

it('tells of an observer as one', () => {
  const ola = person('Ola', { interview_role: 'observer' });
  expect(told([ana], [ana, ola])).toEqual(['Ola observing']);
});
