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
  const media = { track: () => null, subscribe: none, setViewSize: vi.fn() };
  return {
    devices,
    meetingSession: {
      devices,
      media,
      leave: vi.fn(),
      rememberedName: () => 'Ana',
      react: vi.fn(async () => {}),
      raiseHand: vi.fn(async () => {}),
      chat: { send: vi.fn(() => null), markRead: vi.fn(), edit: vi.fn(async () => {}) },
    },
  };
});

import { ChatPanel } from '../features/chat/ChatPanel';
import { ControlBar } from '../features/controls/ControlBar';
import { JoinForm } from '../features/landing/JoinForm';
import { PeoplePanel } from '../features/people/PeoplePanel';
import { JoinAs } from '../features/prejoin/JoinAs';
import { Stage } from '../features/stage/Stage';
import { meetingSession } from '../session';
import { initialChat, useChat } from '../stores/chat';
import { initialDevices, useDevices } from '../stores/devices';
import { closePanel, usePanel } from '../stores/panel';
import { initialRoom, useRoom } from '../stores/room';
import { DeviceFields } from '../ui/devices/DeviceFields';
import { DeviceProblems } from '../ui/devices/DeviceProblems';

let root: Root;
let place: HTMLElement;

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  setWidth(1280);
  place = document.body.appendChild(document.createElement('div'));
  root = createRoot(place);
});

afterEach(() => {
  act(() => root.unmount());
  place.remove();
  useDevices.setState(initialDevices, true);
  useRoom.setState(initialRoom, true);
  useChat.setState(initialChat, true);
  closePanel();
  vi.unstubAllGlobals();
});

function setWidth(width: number): void {
  const { happyDOM } = window as unknown as {
    happyDOM: { setViewport(size: { width: number }): void };
  };
  happyDOM.setViewport({ width });
}

/** As a person types: React listens to the event, not to the value. */
function type(field: HTMLInputElement, text: string): void {
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
  set?.call(field, text);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

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
  return { id, name, role: 'guest' as const, media, presence: 'connected' as const, joined_at: 0 };
}

it('names the switches by what a press does', () => {
  useDevices.setState({ canShareScreen: true });
  useRoom.setState({ meetingId: 'abc-defg-hij' });
  show(<ControlBar onOpenDevices={() => {}} onEnd={() => {}} />);
  expect(buttons()).toEqual([
    'Mute',
    'Turn off camera',
    'Share screen',
    'React',
    'Raise hand',
    'Chat',
    'Participants',
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
  show(<ControlBar onOpenDevices={() => {}} onEnd={() => {}} />);
  expect(buttons()).not.toContain('Share screen');
});

it('leaves', () => {
  show(<ControlBar onOpenDevices={() => {}} onEnd={() => {}} />);
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
  show(<JoinAs joining={false} failure={null} password={null} onJoin={onJoin} />);
  expect(fields()).toEqual(['Your name']);
  act(() => button('Join now').click());
  expect(onJoin).toHaveBeenCalledWith('Ana', null);
});

it('asks for the password, and says at its field when it is missing or wrong', () => {
  const onJoin = vi.fn();
  const join = (refused: 'wrong' | null) => (
    <JoinAs joining={false} failure={null} password={{ refused }} onJoin={onJoin} />
  );
  show(join(null));
  expect(fields()).toEqual(['Your name', 'Password']);
  const field = place.querySelector<HTMLInputElement>('input[type=password]');
  const note = () => document.getElementById(field?.getAttribute('aria-describedby') ?? '');
  act(() => button('Join now').click());
  expect(onJoin).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(field);
  expect(note()?.textContent).toContain('Enter the password');
  act(() => {
    if (field) type(field, 'sesame');
  });
  expect(field?.getAttribute('aria-invalid')).toBeNull();
  act(() => button('Join now').click());
  expect(onJoin).toHaveBeenCalledWith('Ana', 'sesame');
  show(join('wrong'));
  expect(note()?.textContent).toContain('not the password');
  expect(field?.value).toBe('sesame');
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

it('keeps what is needed at once in a narrow row, and the rest by the same names behind "More"', () => {
  setWidth(360);
  useDevices.setState({ canShareScreen: true });
  useRoom.setState({ meetingId: 'abc-defg-hij' });
  show(<ControlBar onOpenDevices={() => {}} onEnd={() => {}} />);
  const row = ['Mute', 'Turn off camera', 'React', 'Chat', 'More', 'Leave'];
  expect(buttons()).toEqual(row);
  act(() => button('More').click());
  expect(buttons()).toEqual([
    ...row.slice(0, 5),
    'Share screen',
    'Raise hand',
    'Participants',
    'Devices',
    'Copy link',
    'Leave',
  ]);
  act(() => button('Participants').click());
  expect(usePanel.getState().open).toBe('people');
  expect(buttons()).toEqual(row);
});

it('tells how many messages are unread beside the name of "Chat", not in it', () => {
  useChat.setState({ unread: 3 });
  show(<ControlBar onOpenDevices={() => {}} onEnd={() => {}} />);
  const described = button('Chat').getAttribute('aria-describedby') ?? '';
  expect(document.getElementById(described)?.textContent).toBe('3 unread messages');
  act(() => button('Chat').click());
  expect(button('Chat').hasAttribute('aria-describedby')).toBe(false);
});

it('raises and lowers the hand, and reacts', () => {
  useRoom.setState({ selfId: 'a', participants: [person('a', 'Ana')] });
  show(<ControlBar onOpenDevices={() => {}} onEnd={() => {}} />);
  act(() => button('Raise hand').click());
  expect(meetingSession.raiseHand).toHaveBeenLastCalledWith(true);
  act(() => useRoom.setState({ participants: [{ ...person('a', 'Ana'), hand_raised_at: 1 }] }));
  act(() => button('Lower hand').click());
  expect(meetingSession.raiseHand).toHaveBeenLastCalledWith(false);
  act(() => button('React').click());
  act(() => button('👏 Applause').click());
  expect(meetingSession.react).toHaveBeenCalledWith('👏');
  expect(document.activeElement).toBe(button('React'));
});

it('names the chat, shows text as text, and sends', () => {
  const text = '<img src=x onerror=alert(1)> **b** https://a.example javascript:alert(1)';
  useRoom.setState({ selfId: 'a', participants: [person('a', 'Ana'), person('b', 'Ben')] });
  useChat.setState({
    history: 'ready',
    draft: 'hello',
    messages: [
      { id: 1, client_id: 'x', from: 'b', from_name: 'Ben', text, sent_at: 0, to: 'a' },
      {
        id: 2,
        client_id: 'y',
        from: 'a',
        from_name: 'Ana',
        text: 'mine',
        sent_at: 0,
        edited_at: 1,
      },
      { id: 3, client_id: 'z', from: 'b', from_name: 'Ben', sent_at: 0 },
    ],
  });
  show(<ChatPanel />);
  const log = place.querySelector('[role=log]');
  expect(log?.getAttribute('aria-label')).toBe('Chat messages');
  expect(log?.querySelector('img')).toBeNull();
  expect(log?.querySelector('strong')?.textContent).toBe('b');
  const links = [...(log?.querySelectorAll('a') ?? [])];
  expect(links.map(({ href, rel }) => [href, rel])).toEqual([
    ['https://a.example/', 'noopener noreferrer nofollow'],
  ]);
  for (const words of ['<img src=x', 'Only to you', '(edited)', 'Message deleted']) {
    expect(log?.textContent).toContain(words);
  }
  expect(buttons()).toEqual(['Close', 'Edit', 'Delete', 'Send']);
  const field = place.querySelector('textarea');
  expect(field?.getAttribute('aria-label')).toBe('Message');
  expect(document.activeElement).toBe(field);
  act(() => button('Send').click());
  expect(meetingSession.chat?.send).toHaveBeenCalledWith('hello', null);
  expect(useChat.getState().draft).toBe('');
});

it('keeps a private recipient who has left, so that nothing meant for one goes to all', () => {
  useRoom.setState({ selfId: 'a', participants: [person('a', 'Ana'), person('b', 'Ben')] });
  useChat.setState({ recipient: { id: 'c', name: 'Cem' } });
  show(<ChatPanel />);
  const options = [...place.querySelectorAll('option')];
  expect(options.map(({ textContent }) => textContent)).toEqual(['Everyone', 'Cem (left)', 'Ben']);
  expect(place.querySelector('select')?.value).toBe('c');
});

it('lists the participants, hands first and in order', () => {
  const raised = (at: number) => ({ hand_raised_at: at });
  useRoom.setState({
    selfId: 'a',
    participants: [
      person('a', 'Ana'),
      { ...person('b', 'Ben'), ...raised(20) },
      { ...person('c', 'Cem'), ...raised(10) },
    ],
  });
  show(<PeoplePanel />);
  const list = place.querySelector('ul');
  expect(list?.getAttribute('aria-label')).toBe('Participants');
  const rows = [...(list?.querySelectorAll('li') ?? [])].map(({ textContent }) => textContent);
  expect(rows[0]).toContain('Cem');
  expect(rows[0]).toContain('Hand raised, number 1');
  expect(rows[1]).toContain('Hand raised, number 2');
  expect(rows[2]).toContain('Ana (you)');
  expect(place.querySelector('input[type=search]')).toBeNull();
});
