// @vitest-environment happy-dom
import { expect, it, vi } from 'vitest';

vi.mock('../../session', () => import('../../testing/fake-session'));

import { useDevices } from '../../stores/devices';
import { buttons, place, setUpPage, show } from '../../testing/page';
import { DeviceProblems } from './DeviceProblems';

setUpPage();

it('says once what troubles both devices, and what else can be done', () => {
  const refused = { wanted: true, live: false, deviceId: null, problem: 'refused' as const };
  useDevices.setState({ camera: refused, microphone: refused });
  show(<DeviceProblems beforeJoining />);
  expect(place.querySelectorAll('[role=status]')).toHaveLength(1);
  expect(place.textContent).toContain('camera and microphone');
  expect(buttons()).toEqual(['Try again']);
});
