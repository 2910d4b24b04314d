import { expect, it } from 'vitest';

import { rosterOf } from '../../lib/roster';
import type { Participant, Role } from '../../protocol/protocol.gen';
import { initialRoom } from '../../stores/room';
import { hostChanges } from './changes';

function person(name: string, role: Role = 'guest'): Participant {
  const media = { microphone: true, camera: true, screen_share: false, screen_share_audio: false };
  return { id: name.slice(0, 1), name, role, media, presence: 'connected', joined_at: 0 };
}

const { settings } = initialRoom;
const room = (participants: Participant[], change = {}) => ({
  selfId: 'A',
  roster: rosterOf(participants),
  settings: { ...settings, ...change },
  title: null as string | null,
});
const nothing = { role: null, name: null, title: null, settings: [] };

it('tells of one’s own role and name, not of those of others', () => {
  const before = room([person('Ana'), person('Ben')]);
  expect(hostChanges(before, room([person('Ana', 'co_host'), person('Ben')]))).toEqual({
    ...nothing,
    role: { before: 'guest', now: 'co_host' },
  });
  expect(hostChanges(before, room([person('Anna'), person('Ben')])).name).toBe('Anna');
  expect(hostChanges(before, room([person('Ana'), person('Benny', 'host')]))).toEqual(nothing);
});

it('tells each setting that is another now', () => {
  const changed = hostChanges(
    room([person('Ana')], { locked: true, share: 'hosts' }),
    room([person('Ana')], { lobby: true, chat: 'hosts' }),
  );
  expect(changed.settings).toEqual([
    { what: 'locked', on: false },
    { what: 'lobby', on: true },
    { what: 'share', on: false },
    { what: 'chat', on: true },
  ]);
});

it('tells a title that is another now, or gone', () => {
  const untitled = room([person('Ana')]);
  const titled = { ...untitled, title: 'Sync' };
  expect(hostChanges(untitled, titled)).toEqual({ ...nothing, title: { now: 'Sync' } });
  expect(hostChanges(titled, untitled)).toEqual({ ...nothing, title: { now: null } });
});

it('says nothing of how it is when one enters, leaves, or comes as somebody new', () => {
  const inside = room([person('Ana', 'host')], { locked: true });
  expect(hostChanges({ ...initialRoom }, inside)).toEqual(nothing);
  expect(hostChanges(inside, { ...initialRoom })).toEqual(nothing);
  const other = { ...room([person('Ana'), person('Ben', 'host')]), selfId: 'B' };
  expect(hostChanges(other, inside)).toEqual(nothing);
});
