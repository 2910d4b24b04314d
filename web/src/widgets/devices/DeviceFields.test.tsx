// @vitest-environment happy-dom
import { act } from 'react';
import { expect, it, vi } from 'vitest';

vi.mock('../../session', () => import('../../testing/fake-session'));

import { useDevices } from '../../stores/devices';
import { devices } from '../../testing/fake-session';
import { button, buttons, fields, setUpPage, show } from '../../testing/page';
import { DeviceFields } from './DeviceFields';

setUpPage();

it('offers camera, microphone and, where it can be chosen, speaker', () => {
  show(<DeviceFields />);
  expect(fields()).toEqual(['Camera', 'Microphone']);
  act(() => useDevices.setState({ canChooseSpeaker: true }));
  expect(fields()).toEqual(['Camera', 'Microphone', 'Speaker']);
});

it('offers the browser’s own dialog for the speaker where it has one', () => {
  show(<DeviceFields />);
  act(() => useDevices.setState({ canChooseSpeaker: true }));
  expect(buttons()).toEqual(['Test speaker']);
  act(() => useDevices.setState({ canPickSpeaker: true }));
  act(() => button('Choose another speaker').click());
  expect(devices.pickSpeaker).toHaveBeenCalledTimes(1);
});
