import { beforeEach, expect, it, vi } from 'vitest';

import type { MediaState, Participant } from '../protocol/protocol.gen';
import type { DeviceManager } from './api';
import { TrackRegistry } from './media-registry';

const all: MediaState = {
  microphone: true,
  camera: true,
  screen_share: true,
  screen_share_audio: true,
};
const none: MediaState = {
  microphone: false,
  camera: false,
  screen_share: false,
  screen_share_audio: false,
};
const SOURCES = ['microphone', 'camera', 'screen_share', 'screen_share_audio'] as const;

function ben(media: MediaState): Participant {
  return { id: 'ben', name: 'Ben', role: 'guest', media, presence: 'connected', joined_at: 0 };
}

let registry: TrackRegistry;
let listener: () => void;
const had = () => SOURCES.filter((source) => registry.track('ben', source));

beforeEach(() => {
  registry = new TrackRegistry({ track: () => null } as unknown as DeviceManager);
  registry.follow([ben(all)], true);
  for (const source of SOURCES) registry.set('ben', source, {} as MediaStreamTrack);
  listener = vi.fn<() => void>();
  registry.subscribe('ben', listener);
});

it('has what arrives and the room says is sent', () => {
  expect(had()).toEqual(SOURCES);
});

it('holds back what the room says is not sent, until it says so again', () => {
  registry.follow([ben({ ...all, microphone: false, screen_share: false })], true);
  expect(had()).toEqual(['camera', 'screen_share_audio']);
  expect(listener).toHaveBeenCalledTimes(1);
  registry.follow([ben(all)], true);
  expect(had()).toEqual(SOURCES);
  expect(listener).toHaveBeenCalledTimes(2);
});

it('holds back what newly arrives, too', () => {
  registry.follow([ben(none)], true);
  registry.set('ben', 'microphone', {} as MediaStreamTrack);
  expect(registry.track('ben', 'microphone')).toBeNull();
});

it('tells of no change where there is none', () => {
  registry.follow([{ ...ben({ ...all, camera: false }), name: 'Benny' }], true);
  expect(listener).not.toHaveBeenCalled();
});

it('follows the changes of one participant, and forgets one who left', () => {
  registry.followOne(ben({ ...all, microphone: false }));
  expect(had()).toEqual(['camera', 'screen_share', 'screen_share_audio']);
  registry.followOne(ben({ ...all, microphone: false, camera: false }));
  expect(listener).toHaveBeenCalledTimes(1);
  registry.forget('ben');
  expect(had()).toEqual(['camera']);
});

it('trusts everybody while the room cannot be heard', () => {
  registry.follow([ben(none)], true);
  registry.follow([ben(none)], false);
  expect(had()).toEqual(SOURCES);
  registry.follow([ben(none)], true);
  expect(had()).toEqual(['camera']);
  expect(listener).toHaveBeenCalledTimes(3);
});
