import { expect, it } from 'vitest';

import type { Participant, RecordingState } from '../protocol/protocol.gen';
import { recordersAmong, recordingChanges } from './recorders';
import { rosterOf } from './roster';

function person(name: string, recording?: RecordingState): Participant {
  const media = { microphone: true, camera: true, screen_share: false, screen_share_audio: false };
  return {
    id: name,
    name,
    role: 'guest',
    media,
    presence: 'connected',
    joined_at: 0,
    ...(recording && { recording }),
  };
}

it('knows who records and who has paused', () => {
  const people = [
    person('Ana', 'paused'),
    person('Ben', 'recording'),
    person('Cem'),
    person('Dan', 'recording'),
  ];
  expect(recordersAmong(rosterOf(people), 'Ana')).toEqual({
    own: 'paused',
    running: ['Ben', 'Dan'],
    paused: [],
  });
  expect(recordersAmong(rosterOf(people), 'Cem')).toEqual({
    own: null,
    running: ['Ben', 'Dan'],
    paused: ['Ana'],
  });
});

const told = (before: Participant[], now: Participant[]) =>
  recordingChanges(rosterOf(before), rosterOf(now), 'Ana').map(
    ({ kind, name, own }) => `${own ? 'own' : name} ${kind}`,
  );

it('tells when a recording begins, pauses, goes on and ends', () => {
  const steps: [RecordingState | undefined, string[]][] = [
    ['recording', ['Ben started']],
    ['recording', []],
    ['paused', ['Ben paused']],
    ['recording', ['Ben resumed']],
    [undefined, ['Ben stopped']],
  ];
  let before = [person('Ana'), person('Ben')];
  for (const [state, expected] of steps) {
    const now = [person('Ana'), person('Ben', state)];
    expect(told(before, now)).toEqual(expected);
    before = now;
  }
  expect(told([person('Ana')], [person('Ana', 'recording')])).toEqual(['own started']);
});

it('tells who enters of what runs, and of what stands still', () => {
  const people = [person('Ben', 'recording'), person('Cem', 'paused'), person('Ana')];
  expect(told([], people)).toEqual(['Ben started', 'Cem paused']);
});

it('tells that a recording ends with who makes it, but not on leaving oneself', () => {
  const people = [person('Ana'), person('Ben', 'recording')];
  expect(told(people, [person('Ana')])).toEqual(['Ben stopped']);
  expect(told(people, [])).toEqual([]);
});
