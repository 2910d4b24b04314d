// @vitest-environment happy-dom
import { act } from 'react';
import { expect, it, vi } from 'vitest';

vi.mock('../../session', () => import('../../testing/fake-session'));

import { useDevices } from '../../stores/devices';
import { devices } from '../../testing/fake-session';
import { button, buttons, fields, place, setUpPage, show } from '../../testing/page';
import { DeviceFields } from './DeviceFields';

setUpPage();

it('offers camera, microphone and, where it can be chosen, speaker', () => {
  show(<DeviceFields />);
  expect(fields()).toEqual(['Camera', 'Microphone']);
  act(() => useDevices.setState({ canChooseSpeaker: true }));
  expect(fields()).toEqual(['Camera', 'Microphone', 'Speaker']);
});

it('says why there is nothing to choose from: no camera was found only once one was looked for', () => {
  show(<DeviceFields />);
  const camera = () => place.querySelector('select')?.textContent;
  const set = (change: object) =>
    act(() =>
      useDevices.setState(({ camera }) => ({
        camera: { ...camera, live: false, problem: null, ...change },
      })),
    );
  expect(camera()).toBe('Waiting for your browser…');
  set({ wanted: false });
  expect(camera()).toBe('Turn it on to choose one');
  set({ wanted: true, problem: 'not_found' });
  expect(camera()).toBe('No camera found');
  set({ wanted: true, problem: 'refused' });
  expect(camera()).toBe('Blocked');
});

it('offers the browser’s own dialog for the speaker where it has one', () => {
  show(<DeviceFields />);
  act(() => useDevices.setState({ canChooseSpeaker: true }));
  expect(buttons()).toEqual(['Test speaker']);
  act(() => useDevices.setState({ canPickSpeaker: true }));
  act(() => button('Choose another speaker').click());
  expect(devices.pickSpeaker).toHaveBeenCalledTimes(1);
});
