import { expect, it } from 'vitest';

import type { Participant } from '../protocol/protocol.gen';
import { mergeSnapshot, withChange, withoutParticipant, withParticipant } from './participants';

function participant(id: string, joined_at = 0): Participant {
  return {
    id,
    name: id.toUpperCase(),
    role: 'guest',
    media: { microphone: false, camera: false, screen_share: false, screen_share_audio: false },
    presence: 'connected',
    joined_at,
  };
}

const ids = (participants: Participant[]): string[] => participants.map(({ id }) => id);

it('who comes is last, and who comes twice is there once', () => {
  const once = withParticipant([participant('a')], participant('b'));
  expect(ids(once)).toEqual(['a', 'b']);
  expect(ids(withParticipant(once, { ...participant('a'), name: 'New' }))).toEqual(['a', 'b']);
});

it('a change of somebody who is gone brings nobody back', () => {
  expect(withChange([participant('a')], participant('b'))).toHaveLength(1);
  expect(ids(withoutParticipant([participant('a')], 'a'))).toEqual([]);
});

it('keeps those the restarted server has lost while their media flows', () => {
  const before = [participant('a', 1), participant('b', 2), participant('c', 3)];
  const { participants, lost } = mergeSnapshot([participant('c', 3)], before, (id) => id === 'a');
  expect(ids(participants)).toEqual(['a', 'c']);
  expect(participants[0]?.presence).toBe('reconnecting');
  expect(lost).toEqual(['a']);
});
