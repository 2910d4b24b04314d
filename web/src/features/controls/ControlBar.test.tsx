// @vitest-environment happy-dom
import { act } from 'react';
import { expect, it, vi } from 'vitest';

vi.mock('../../session', () => import('../../testing/fake-session'));

import { rosterOf } from '../../lib/roster';
import { meetingSession } from '../../session';
import { useChat } from '../../stores/chat';
import { useDevices } from '../../stores/devices';
import { usePanel } from '../../stores/panel';
import { initialRecording, useRecording } from '../../stores/recording';
import { initialRoom, useRoom } from '../../stores/room';
import { useToasts } from '../../stores/toasts';
import { button, buttons, person, setUpPage, setWidth, show } from '../../testing/page';
import { ControlBar } from './ControlBar';

setUpPage();

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
    'Record',
    'Settings',
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

it('says why a guest cannot share or record where only hosts may, and does neither', () => {
  const settings = { ...initialRoom.settings, share: 'hosts', record: 'hosts' } as const;
  useDevices.setState({ canShareScreen: true });
  useRoom.setState({ selfId: 'a', roster: rosterOf([person('a', 'Ana')]), settings });
  show(<ControlBar onOpenDevices={() => {}} onEnd={() => {}} />);
  for (const name of ['Share screen', 'Record']) {
    expect(button(name).getAttribute('aria-disabled')).toBe('true');
    expect(button(name).getAttribute('aria-description')).toMatch(/^Only hosts can/);
    act(() => button(name).click());
    expect(buttons()).toContain(name);
  }
  const host = { ...person('a', 'Ana'), role: 'co_host' as const };
  act(() => useRoom.setState({ roster: rosterOf([host]) }));
  for (const name of ['Share screen', 'Record']) {
    expect(button(name).hasAttribute('aria-disabled')).toBe(false);
  }
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
    'Record',
    'Settings',
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

it('records, and says why not where that is refused', async () => {
  const { recording } = meetingSession;
  show(<ControlBar onOpenDevices={() => {}} onEnd={() => {}} />);
  vi.mocked(recording.start).mockResolvedValueOnce('not_allowed');
  await act(async () => button('Record').click());
  expect(useToasts.getState().toasts.at(-1)?.text).toMatch(/Only hosts can record/);
  act(() => useRecording.setState({ phase: 'paused' }));
  act(() => button('Stop recording').click());
  expect(recording.stop).toHaveBeenCalled();
  act(() => useRecording.setState(initialRecording));
});

it('raises and lowers the hand, and reacts', () => {
  useRoom.setState({ selfId: 'a', roster: rosterOf([person('a', 'Ana')]) });
  show(<ControlBar onOpenDevices={() => {}} onEnd={() => {}} />);
  act(() => button('Raise hand').click());
  expect(meetingSession.raiseHand).toHaveBeenLastCalledWith(true);
  act(() => useRoom.setState({ roster: rosterOf([{ ...person('a', 'Ana'), hand_raised_at: 1 }]) }));
  act(() => button('Lower hand').click());
  expect(meetingSession.raiseHand).toHaveBeenLastCalledWith(false);
  act(() => button('React').click());
  act(() => button('👏 Applause').click());
  expect(meetingSession.react).toHaveBeenCalledWith('👏');
  expect(document.activeElement).toBe(button('React'));
});
