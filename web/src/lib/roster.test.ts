import { expect, it } from 'vitest';

import type { Participant } from '../protocol/protocol.gen';
import {
  everybody,
  mergeSnapshot,
  type Roster,
  rosterOf,
  withChange,
  withoutParticipant,
  withParticipant,
} from './roster';

function participant(id: string, change: Partial<Participant> = {}): Participant {
  return {
    id,
    name: id.toUpperCase(),
    role: 'guest',
    media: { microphone: false, camera: false, screen_share: false, screen_share_audio: false },
    presence: 'connected',
    joined_at: 0,
    ...change,
  };
}

const live = (change: Partial<Participant['media']>) => ({
  media: { ...participant('x').media, ...change },
});

it('puts newcomers last, and lists a participant who comes twice once', () => {
  const once = withParticipant(rosterOf([participant('a')]), participant('b'));
  expect(once.order).toEqual(['a', 'b']);
  const twice = withParticipant(once, participant('a', { name: 'New' }));
  expect(twice.order).toEqual(['a', 'b']);
  expect(everybody(twice).map(({ name }) => name)).toEqual(['New', 'B']);
});

it('brings nobody back by a change of a participant who has left', () => {
  const roster = rosterOf([participant('a')]);
  expect(withChange(roster, participant('b'))).toBe(roster);
  expect(withoutParticipant(roster, 'b')).toBe(roster);
  expect(withoutParticipant(roster, 'a')).toEqual(rosterOf([]));
});

it('keeps those the restarted server has lost while their media flows', () => {
  const before = rosterOf(
    [1, 2, 3].map((joined_at) => participant(`p${joined_at}`, { joined_at })),
  );
  const snapshot = [participant('p3', { joined_at: 3 })];
  const { roster, lost } = mergeSnapshot(snapshot, before, (id) => id === 'p1');
  expect(roster.order).toEqual(['p1', 'p3']);
  expect(roster.byId.p1?.presence).toBe('reconnecting');
  expect([...lost]).toEqual(['p1']);
});

it('calls raised hands by time, and hands of one moment in the order of joining', () => {
  const raised = (id: string, at: number) => participant(id, { hand_raised_at: at });
  let roster = rosterOf([raised('a', 20), participant('b'), raised('c', 10), raised('d', 20)]);
  expect(roster.hands).toEqual(['c', 'a', 'd']);
  roster = withChange(roster, raised('c', 30));
  expect(roster.hands).toEqual(['a', 'd', 'c']);
  expect(withChange(roster, participant('a')).hands).toEqual(['d', 'c']);
});

it('keeps the lists that a change does not concern', () => {
  const before = rosterOf(['a', 'b', 'c'].map((id) => participant(id, live({ camera: true }))));
  const kept = (now: Roster) =>
    (Object.keys(now) as (keyof Roster)[]).filter((list) => now[list] === before[list]);
  const muted = withChange(before, participant('b', live({ camera: true, microphone: true })));
  expect(kept(muted)).toEqual(Object.keys(before).filter((name) => name !== 'byId'));
  const unseen = withChange(before, participant('b'));
  expect(unseen.cameras).toEqual(['a', 'c']);
  expect(kept(unseen)).not.toContain('cameras');
  expect(kept(unseen)).toContain('onStage');
});

it('gives the same roster by changes as at once', () => {
  const people = [
    participant('a', { interview_role: 'observer' }),
    participant('b', { ...live({ screen_share: true, camera: true }), hand_raised_at: 3 }),
    participant('c', { recording: 'recording', hand_raised_at: 1 }),
    participant('d', { recording: 'paused', ...live({ camera: true }) }),
  ];
  let roster = rosterOf([participant('gone', live({ camera: true }))]);
  for (const { id } of people) roster = withParticipant(roster, participant(id));
  for (const person of people.toReversed()) roster = withChange(roster, person);
  expect(withoutParticipant(roster, 'gone')).toEqual(rosterOf(people));
});
