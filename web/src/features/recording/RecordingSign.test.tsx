// @vitest-environment happy-dom
import { act } from 'react';
import { expect, it, vi } from 'vitest';

vi.mock('../../session', () => import('../../testing/fake-session'));

import { rosterOf } from '../../lib/roster';
import type { Participant } from '../../protocol/protocol.gen';
import { meetingSession } from '../../session';
import { initialRecording, useRecording } from '../../stores/recording';
import { useRoom } from '../../stores/room';
import { useToasts } from '../../stores/toasts';
import { button, buttons, person, place, setUpPage, show } from '../../testing/page';
import { RecordingSign } from './RecordingSign';

setUpPage();

it('shows who records for as long as they do, and lets the recorder pause', () => {
  const sign = () => place.querySelector('[role=status][aria-label=Recording]')?.textContent;
  useRoom.setState({ selfId: 'a', roster: rosterOf([person('a', 'Ana'), person('b', 'Ben')]) });
  show(<RecordingSign />);
  expect(sign()).toBe('');
  const others = (...recording: Participant['recording'][]) =>
    act(() =>
      useRoom.setState({
        roster: rosterOf([
          person('a', 'Ana'),
          ...recording.map((state, i) => ({
            ...person(`o${i}`, ['Ben', 'Cem', 'Dan'][i] ?? ''),
            ...(state && { recording: state }),
          })),
        ]),
      }),
    );
  others('recording');
  expect(sign()).toBe('Ben is recording');
  expect(useToasts.getState().announcement).toContain('Ben started recording');
  others('recording', 'recording', 'paused');
  expect(sign()).toBe('Ben and Cem are recordingRecording paused by Dan');
  others('paused', undefined, undefined);
  expect(sign()).toBe('Recording paused by Ben');
  expect(buttons()).toEqual([]);
  act(() => useRecording.setState({ phase: 'recording', runningSince: Date.now() - 61_000 }));
  expect(sign()).toContain('You are recording1:01');
  act(() => button('Pause recording').click());
  expect(meetingSession.recording.pause).toHaveBeenCalled();
  act(() => useRecording.setState({ phase: 'paused', recorded: 61_000, runningSince: null }));
  expect(sign()).toContain('Recording paused by you and Ben1:01');
  act(() => button('Resume recording').click());
  expect(meetingSession.recording.resume).toHaveBeenCalled();
  act(() => useRecording.setState(initialRecording));
});
