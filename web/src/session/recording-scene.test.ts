import { expect, it } from 'vitest';

import { rosterOf } from '../lib/roster';
import type { Participant } from '../protocol/protocol.gen';
import type { Source } from '../rtc/source';
import { initialRoom, type RoomState } from '../stores/room';
import { sceneOf, voicesOf } from './recording-scene';

function person(id: string): Participant {
  const media = { microphone: true, camera: true, screen_share: false, screen_share_audio: false };
  return { id, name: id.toUpperCase(), role: 'guest', media, presence: 'connected', joined_at: 0 };
}

const words = { screenOf: (name: string) => `${name}'s screen` };
const room: RoomState = {
  ...initialRoom,
  selfId: 'a',
  roster: rosterOf([person('a'), person('b'), person('c')]),
  activeSpeakers: ['b'],
};
const find =
  (...live: string[]) =>
  ({ id }: Participant, source: Source) => {
    const name = `${id} ${source}`;
    return live.includes(name) ? ({ name } as unknown as MediaStreamTrack) : null;
  };
const name = (track: MediaStreamTrack | null) => (track as { name?: string } | null)?.name ?? null;

it('shows everybody, oneself as one of all, with or without a picture', () => {
  const { faces, screens } = sceneOf(room, find('a camera', 'c camera'), words);
  expect(faces.map(({ label, track, speaking }) => [label, name(track), speaking])).toEqual([
    ['A', 'a camera', false],
    ['B', null, true],
    ['C', 'c camera', false],
  ]);
  expect(screens).toEqual([]);
});

it('shows every shared screen beside the faces', () => {
  const { faces, screens } = sceneOf(room, find('b screen_share', 'a screen_share'), words);
  expect(screens.map(({ label, track }) => [label, name(track)])).toEqual([
    ["A's screen", 'a screen_share'],
    ["B's screen", 'b screen_share'],
  ]);
  expect(faces).toHaveLength(3);
});

it('keeps screens in the order in which they came', () => {
  const first = sceneOf(room, find('b screen_share'), words);
  const both = sceneOf(room, find('a screen_share', 'b screen_share'), words, first);
  expect(both.screens.map(({ id }) => id)).toEqual(['b', 'a']);
});

it('has all voices heard, and the sound of screens', () => {
  const live = find('a microphone', 'b microphone', 'b screen_share_audio', 'c camera');
  expect(voicesOf(room, live).map(name)).toEqual([
    'a microphone',
    'b microphone',
    'b screen_share_audio',
  ]);
});
