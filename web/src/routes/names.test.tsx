// @vitest-environment happy-dom
import { act, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

vi.mock('../session', () => {
  const none = () => () => {};
  const devices = {
    track: () => null,
    subscribe: none,
    start: async () => {},
    microphoneLevel: () => 0,
    setCamera: vi.fn(async () => {}),
    setMicrophone: vi.fn(async () => {}),
  };
  const media = { track: () => null, subscribe: none };
  return {
    devices,
    meetingSession: { devices, media, leave: vi.fn(), rememberedName: () => 'Ana' },
  };
});

import { ControlBar } from '../features/controls/ControlBar';
import { JoinForm } from '../features/landing/JoinForm';
import { JoinAs } from '../features/prejoin/JoinAs';
import { Stage } from '../features/stage/Stage';
import { meetingSession } from '../session';
import { initialDevices, useDevices } from '../stores/devices';
import { initialRoom, useRoom } from '../stores/room';
import { DeviceFields } from '../ui/devices/DeviceFields';
import { DeviceProblems } from '../ui/devices/DeviceProblems';

let root: Root;
let place: HTMLElement;

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  place = document.body.appendChild(document.createElement('div'));
  root = createRoot(place);
});

afterEach(() => {
  act(() => root.unmount());
  place.remove();
  useDevices.setState(initialDevices, true);
  useRoom.setState(initialRoom, true);
  vi.unstubAllGlobals();
});

function show(what: ReactNode): void {
  act(() => root.render(what));
}

const buttons = () =>
  [...place.querySelectorAll('button')].map(
    (button) => button.getAttribute('aria-label') ?? button.textContent,
  );
const button = (name: string) => {
  const found = [...place.querySelectorAll('button')].find(
    (one) => (one.getAttribute('aria-label') ?? one.textContent) === name,
  );
  if (!found) throw new Error(`no button "${name}" among ${buttons().join(', ')}`);
  return found;
};
const fields = () => [...place.querySelectorAll('label')].map((label) => label.textContent);

function person(id: string, name: string, screen_share = false) {
  const media = { microphone: true, camera: true, screen_share, screen_share_audio: false };
  return { id, name, media, presence: 'connected' as const, joined_at: 0 };
}

it('names the switches by what a press does', () => {
  useDevices.setState({ canShareScreen: true });
  useRoom.setState({ meetingId: 'abc-defg-hij' });
  show(<ControlBar onOpenDevices={() => {}} />);
  expect(buttons()).toEqual([
    'Mute',
    'Turn off camera',
    'Share screen',
    'Devices',
    'Copy link',
    'Leave',
  ]);
  act(() =>
    useDevices.setState((state) => ({
      camera: { ...state.camera, wanted: false },
      microphone: { ...state.microphone, wanted: false },
      screenShare: { live: true, problem: null },
    })),
  );
  expect(buttons().slice(0, 3)).toEqual(['Unmute', 'Turn on camera', 'Stop sharing']);
});

it('offers no screen sharing where the browser has none', () => {
  show(<ControlBar onOpenDevices={() => {}} />);
  expect(buttons()).not.toContain('Share screen');
});

it('leaves', () => {
  show(<ControlBar onOpenDevices={() => {}} />);
  act(() => button('Leave').click());
  expect(meetingSession.leave).toHaveBeenCalled();
});

it('says what is wrong with a code, by its field, and takes the focus there', () => {
  show(<JoinForm />);
  expect(fields()).toEqual(['Meeting code or link']);
  act(() => button('Join').click());
  const input = place.querySelector('input');
  expect(input?.getAttribute('aria-invalid')).toBe('true');
  const note = document.getElementById(input?.getAttribute('aria-describedby') ?? '');
  expect(note?.textContent).toContain('abc-defg-hij');
  expect(document.activeElement).toBe(input);
});

it('joins by the remembered name', () => {
  const onJoin = vi.fn();
  show(<JoinAs joining={false} failure={null} onJoin={onJoin} />);
  expect(fields()).toEqual(['Your name']);
  act(() => button('Join now').click());
  expect(onJoin).toHaveBeenCalledWith('Ana');
});

it('offers camera, microphone and, where it can be chosen, speaker', () => {
  show(<DeviceFields />);
  expect(fields()).toEqual(['Camera', 'Microphone']);
  act(() => useDevices.setState({ canChooseSpeaker: true }));
  expect(fields()).toEqual(['Camera', 'Microphone', 'Speaker']);
});

it('says once what troubles both devices, and what else can be done', () => {
  const refused = { wanted: true, live: false, deviceId: null, problem: 'refused' as const };
  useDevices.setState({ camera: refused, microphone: refused });
  show(<DeviceProblems beforeJoining />);
  expect(place.querySelectorAll('[role=status]')).toHaveLength(1);
  expect(place.textContent).toContain('camera and microphone');
  expect(buttons()).toEqual(['Try again']);
});

it('names tiles after people, keeps their video through changes, and says why one has none', () => {
  useRoom.setState({
    meetingId: 'abc-defg-hij',
    selfId: 'a',
    participants: [person('a', 'Ana'), person('b', 'Ben')],
    transports: { b: { status: 'failed', reason: 'no_route' } },
  });
  show(<Stage />);
  const groups = () =>
    [...place.querySelectorAll('[role=group]')].map((group) => group.getAttribute('aria-label'));
  expect(groups()).toEqual(['Ben', 'Ana (you)']);
  expect(place.querySelector('[aria-label=Ben]')?.textContent).toContain('No way through');
  const video = place.querySelector('[aria-label=Ben] video');
  expect(video).not.toBeNull();
  act(() =>
    useRoom.setState({
      participants: [person('a', 'Ana'), person('b', 'Ben', true), person('c', 'Cem')],
    }),
  );
  expect(groups()).toEqual(["Ben's screen", 'Ben', 'Cem', 'Ana (you)']);
  expect(place.querySelector('[aria-label=Ben] video')).toBe(video);
});
