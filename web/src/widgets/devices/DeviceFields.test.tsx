// @vitest-environment happy-dom
import { act } from 'react';
import { expect, it, vi } from 'vitest';

vi.mock('../../session', () => import('../../testing/fake-session'));

import { useDevices } from '../../stores/devices';
import { fields, setUpPage, show } from '../../testing/page';
import { DeviceFields } from './DeviceFields';

setUpPage();

it('offers camera, microphone and, where it can be chosen, speaker', () => {
  show(<DeviceFields />);
  expect(fields()).toEqual(['Camera', 'Microphone']);
  act(() => useDevices.setState({ canChooseSpeaker: true }));
  expect(fields()).toEqual(['Camera', 'Microphone', 'Speaker']);
});
