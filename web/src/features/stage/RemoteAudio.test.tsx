// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

vi.mock('../../session', () => import('../../testing/fake-session'));

import { rosterOf } from '../../lib/roster';
import { meetingSession } from '../../session';
import { initialDevices, useDevices } from '../../stores/devices';
import { initialRoom, useRoom } from '../../stores/room';
import { place, setUpPage, show } from '../../testing/page';
import { RemoteAudio } from './RemoteAudio';

setUpPage();

const LIST = ['default', 'headset'].map((deviceId) => ({ deviceId, label: deviceId }));
const media = { microphone: true, camera: false, screen_share: false, screen_share_audio: false };
const one = { role: 'guest' as const, media, presence: 'connected' as const, joined_at: 0 };

/** The output of each element; the browser keeps to the default once its speaker is gone. */
const setSinkId = vi.fn(async (_: string) => {});

/** Tracks that arrive from the other; null for silence. */
let arriving: MediaStreamTrack | null;

beforeEach(() => {
  arriving = {} as MediaStreamTrack;
  vi.spyOn(meetingSession.media, 'track').mockImplementation(() => arriving);
  Object.assign(HTMLMediaElement.prototype, { setSinkId });
  setSinkId.mockClear();
  const participants = ['me', 'them'].map((id) => ({ ...one, id, name: id }));
  useRoom.setState({ status: { kind: 'joined' }, selfId: 'me', roster: rosterOf(participants) });
  useDevices.setState({ canChooseSpeaker: true, speakerId: 'headset', speakers: LIST });
});

afterEach(() => {
  Reflect.deleteProperty(HTMLMediaElement.prototype, 'setSinkId');
  act(() => {
    useDevices.setState(initialDevices, true);
    useRoom.setState(initialRoom, true);
  });
});

const asked = () => setSinkId.mock.calls.map(([id]) => id);
const change = (speakers: typeof LIST) => act(() => useDevices.setState({ speakers }));

it('has no element for people who are not heard', () => {
  arriving = null;
  show(<RemoteAudio />);
  expect(place.querySelectorAll('audio')).toHaveLength(0);
});

it('moves those who are there already to the speaker that is plugged in again', () => {
  show(<RemoteAudio />);
  expect(asked()).toEqual(['headset', 'headset']);
  setSinkId.mockClear();
  change(LIST.slice(0, 1));
  expect(asked(), 'it is unplugged').toEqual(['', '']);
  setSinkId.mockClear();
  change(LIST);
  expect(asked(), 'it is back').toEqual(['headset', 'headset']);
});

it('asks again for a speaker that the browser refused before it listed any', () => {
  act(() => useDevices.setState({ speakers: [] }));
  show(<RemoteAudio />);
  setSinkId.mockClear();
  change(LIST);
  expect(asked()).toEqual(['headset', 'headset']);
});
