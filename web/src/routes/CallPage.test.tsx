// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, type MockInstance, vi } from 'vitest';

vi.mock('../session', () => {
  const none = () => () => {};
  const devices = {
    track: () => null,
    subscribe: none,
    start: async () => {},
    microphoneLevel: () => 0,
  };
  const media = { track: () => null, subscribe: none, setViewSize: vi.fn() };
  const recording = { start: vi.fn(), pause: vi.fn(), resume: vi.fn(), stop: vi.fn() };
  return {
    devices,
    meetingSession: { devices, media, leave: vi.fn(), recording, chat: null, interview: null },
  };
});
vi.mock('../session/calls', () => ({
  calls: {
    open: vi.fn(),
    close: vi.fn(),
    call: vi.fn(async () => null),
    answer: vi.fn(async () => null),
    decline: vi.fn(),
    cancel: vi.fn(),
    hangUp: vi.fn(),
    rename: vi.fn(async () => null),
    dismiss: vi.fn(),
    picture: vi.fn(() => null),
    subscribePictures: () => () => {},
    clearMissed: vi.fn(),
    markRead: vi.fn(),
    sendDirect: vi.fn(() => null),
    closeDirect: vi.fn(),
    deleteCall: vi.fn(async () => null),
  },
}));

import type { OwnCall } from '../lib/own-calls';
import { rosterOf } from '../lib/roster';
import type { CallRecord } from '../protocol/protocol.gen';
import { calls } from '../session/calls';
import { type CallsState, initialCalls, useCalls } from '../stores/calls';
import { initialRoom, useRoom } from '../stores/room';
import CallPage from './CallPage';

const ANA = { id: 'kalu-mipo-tesa', name: 'Ana' };
const BEN = { id: 'zuzu-zuzu-zuzu', name: 'Ben' };
const CALL: OwnCall = {
  id: 'call',
  other: BEN,
  outgoing: true,
  video: true,
  here: true,
  into: null,
  phase: 'ringing_out',
  calledAt: 10,
  answeredAt: null,
  endedAt: null,
  end: null,
};

let root: Root;
let place: HTMLElement;
let complaints: MockInstance;

beforeEach(() => {
  complaints = vi.spyOn(console, 'error');
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  place = document.body.appendChild(document.createElement('div'));
  root = createRoot(place);
});

afterEach(() => {
  act(() => root.unmount());
  place.remove();
  useCalls.setState(initialCalls, true);
  useRoom.setState(initialRoom, true);
  vi.unstubAllGlobals();
  expect(complaints, 'React warned').not.toHaveBeenCalled();
});

function show(change: Partial<CallsState> = {}): void {
  useCalls.setState({ line: 'up', me: ANA, ...change });
  act(() => root.render(<CallPage />));
}

const nameOf = (one: Element) => one.getAttribute('aria-label') ?? one.textContent ?? '';
const buttons = (within: Element = place) => [...within.querySelectorAll('button')].map(nameOf);
function press(name: string, within: Element = place): void {
  const found = [...within.querySelectorAll('button')].filter((one) => nameOf(one) === name);
  expect(found, `${name} among ${buttons(within).join(', ')}`).toHaveLength(1);
  act(() => found[0]?.click());
}
function type(label: string, text: string): void {
  const found = [...place.querySelectorAll('label')].find((one) => one.textContent === label);
  const field = place.querySelector<HTMLInputElement>(`[id="${found?.getAttribute('for')}"]`);
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
  act(() => {
    field?.focus();
    set?.call(field, text);
    field?.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

it('has one’s id, and what is needed to ring somebody', async () => {
  show();
  expect(place.textContent).toContain(ANA.id);
  expect(place.querySelector('svg[role=img]')?.getAttribute('aria-label')).toContain(ANA.id);
  for (const name of ['Copy my ID', 'Call', 'Video call']) {
    expect(buttons().filter((one) => one === name)).toHaveLength(1);
  }
  press('Call');
  expect(place.textContent).toContain('Enter the ID');
  type('ID to call', 'nobody');
  press('Video call');
  expect(place.textContent).toContain('That is not an ID');
  type('ID to call', ANA.id);
  press('Call');
  expect(place.textContent).toContain('your own ID');
  expect(calls.call).not.toHaveBeenCalled();
  type('Your name', 'Anna');
  act(() => {
    document.activeElement?.dispatchEvent(new FocusEvent('focusout', { bubbles: true }));
  });
  expect(calls.rename).toHaveBeenCalledWith('Anna');
  type('ID to call', 'ZUZU zuzu zuzu');
  press('Call');
  await act(async () => {});
  expect(calls.call).toHaveBeenCalledWith(BEN.id, false);
});

it('rings with an alertdialog that typing does not answer', async () => {
  show({ calls: [{ ...CALL, outgoing: false, here: false, phase: 'ringing_in' }] });
  const dialog = place.querySelector('[role=alertdialog]') as HTMLElement;
  const title = dialog.querySelector(`[id="${dialog.getAttribute('aria-labelledby')}"]`);
  expect(title?.textContent).toBe('Incoming call from Ben');
  expect(document.activeElement).toBe(title);
  press('Answer', dialog);
  await act(async () => {});
  expect(calls.answer).toHaveBeenCalledWith('call', true);
  press('Decline', dialog);
  expect(calls.decline).toHaveBeenCalledWith('call');
});

it('rings out, with a way to give up', () => {
  show({ calls: [CALL] });
  expect(place.querySelector('h1')?.textContent).toBe('Calling Ben…');
  press('Cancel');
  expect(calls.cancel).toHaveBeenCalledWith('call');
});

it.each([
  ['declined', 'Ben declined'],
  ['no_answer', 'Ben did not answer'],
  ['busy', 'Ben is in another call'],
  ['unavailable', 'Ben cannot be reached right now'],
  ['cancelled', 'You cancelled the call to Ben'],
  ['failed', 'Could not connect to Ben'],
] as const)('says that it was %s', (end, words) => {
  show({ calls: [{ ...CALL, phase: 'ended', end, endedAt: 20 }] });
  expect(place.textContent).toContain(words);
});

it('says that an id which reaches nobody may be wrong', () => {
  const stranger = { ...CALL, other: { id: BEN.id, name: BEN.id } };
  show({ calls: [{ ...stranger, phase: 'ended', end: 'unavailable', endedAt: 20 }] });
  expect(place.textContent).toContain(`${BEN.id} cannot be reached. Check the ID.`);
  expect(place.textContent).toContain('If the ID is right');
});

it.each(['ringing_in', 'missed'])('takes the summary away for a call that is %s', (what) => {
  const talked = { ...CALL, phase: 'ended', end: 'hung_up', answeredAt: 20, endedAt: 65_020 };
  show({ calls: [talked as OwnCall] });
  act(() => {
    if (what === 'missed') useCalls.setState({ missed: 1 });
    else {
      const next = { ...CALL, id: 'next', outgoing: false, here: false, phase: 'ringing_in' };
      useCalls.setState({ calls: [talked as OwnCall, next as OwnCall] });
    }
  });
  expect(calls.dismiss).toHaveBeenCalledWith('call');
});

it('takes a summary away by itself, but not what offers to try again', () => {
  vi.useFakeTimers();
  const ended = { ...CALL, phase: 'ended', answeredAt: 20, endedAt: 65_020 };
  show({ calls: [{ ...ended, end: 'hung_up' } as OwnCall] });
  vi.advanceTimersByTime(30_000);
  expect(calls.dismiss).toHaveBeenCalledWith('call');
  vi.mocked(calls.dismiss).mockClear();
  act(() => useCalls.setState({ calls: [{ ...ended, id: 'b', end: 'declined' } as OwnCall] }));
  vi.advanceTimersByTime(60_000);
  expect(calls.dismiss).not.toHaveBeenCalled();
  vi.useRealTimers();
});

it('says how long it took', () => {
  const talked = { ...CALL, phase: 'ended', end: 'hung_up', answeredAt: 20, endedAt: 65_020 };
  show({ calls: [talked as OwnCall] });
  expect(place.textContent).toContain('Call ended · 1:05');
});

it('lists the calls that were, by name and end', () => {
  const base = { caller: BEN, callee: ANA, video: false, called_at: 10 };
  const history = [
    { ...base, id: '1', state: 'ended', ended_at: 20, end: 'no_answer' },
    { ...base, id: '2', state: 'ended', ended_at: 60_020, answered_at: 20, end: 'hung_up' },
  ] as CallRecord[];
  show({ missed: 1, history: { calls: history, hasMore: false, status: 'ready' } });
  const list = [...place.querySelectorAll('ul')].find(
    (one) =>
      document.getElementById(one.getAttribute('aria-labelledby') ?? '')?.textContent ===
      'Call history',
  );
  const rows = [...(list?.querySelectorAll('li') ?? [])].map((row) => row.textContent);
  expect(rows).toHaveLength(2);
  expect(rows[0]).toContain('Missed');
  expect(rows[1]).toContain('Talked for 1:00');
  expect(place.textContent).toContain('1 missed call');
});

it('shows the other’s first picture before the room, and then the room', async () => {
  vi.mocked(calls.picture).mockReturnValue({ id: 'track' } as MediaStreamTrack);
  useRoom.setState({ meetingId: 'abc-defg-hij', selfId: 'me' });
  show({ room: 'abc-defg-hij', calls: [{ ...CALL, phase: 'connecting', answeredAt: 20 }] });
  const picture = place.querySelector('[role=group][aria-label=Ben]');
  expect(picture?.hasAttribute('aria-hidden')).toBe(false);
  expect(place.querySelector('h1')?.textContent).toBe('Connecting to Ben…');
  act(() => {
    picture?.querySelector('video')?.dispatchEvent(new Event('loadeddata'));
  });
  expect(place.querySelector('h1')?.textContent).toBe('In a call');
  expect(picture?.isConnected, 'until the room shows the same').toBe(true);
  expect(picture?.getAttribute('aria-hidden')).toBe('true');
  vi.mocked(calls.picture).mockReturnValue(null);
});

it('in a call has the controls of a meeting, hanging up and bringing somebody in', () => {
  const media = { microphone: true, camera: true, screen_share: false, screen_share_audio: false };
  const one = { role: 'guest' as const, media, presence: 'connected' as const, joined_at: 0 };
  useRoom.setState({
    status: { kind: 'joined' },
    meetingId: 'abc-defg-hij',
    selfId: 'me',
    roster: rosterOf([
      { id: 'me', name: 'Ana', ...one },
      { id: 'them', name: 'Ben', ...one },
    ]),
  });
  show({ room: 'abc-defg-hij', calls: [{ ...CALL, phase: 'in_call', answeredAt: 20 }] });
  expect(place.querySelector('h1')?.textContent).toBe('In a call with Ben');
  expect(buttons()).not.toContain('Leave');
  expect(buttons()).not.toContain('Copy link');
  press('Add person');
  const dialog = place.querySelector('dialog') as HTMLElement;
  expect(dialog.textContent).toContain('ID to call');
  press('Hang up');
  expect(calls.hangUp).toHaveBeenCalledTimes(1);
});
