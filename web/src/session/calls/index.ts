import { readPreferences } from '../../lib/preferences';
import { openSocket } from '../../rtc/signaling-socket';
import { useCalls } from '../../stores/calls';
import { useRoom } from '../../stores/room';
import { devices, meetingSession } from '..';
import type { CallsSession } from './api';
import { Calls } from './calls';
import { PersonIdentity } from './identity';
import { Ring } from './ring';

const ring = new Ring();

/** Calls of this page. Nothing is connected before `open`. */
export const calls: CallsSession = new Calls({
  sink: { get: useCalls.getState, set: useCalls.setState },
  meeting: meetingSession,
  devices,
  room: { get: useRoom.getState, subscribe: useRoom.subscribe },
  identity: new PersonIdentity(() => readPreferences().name),
  openSocket,
  mayCapture,
  ring: (all) => ring.handle(all),
});

/** True if the browser captures camera and microphone without asking. */
async function mayCapture(): Promise<boolean> {
  try {
    const names = ['camera', 'microphone'] as PermissionName[];
    const states = await Promise.all(names.map((name) => navigator.permissions.query({ name })));
    return states.every(({ state }) => state === 'granted');
  } catch {
    // The browser does not tell.
    return false;
  }
}
