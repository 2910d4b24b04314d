import { CaptureDeviceManager } from '../rtc/devices';
import { useDevices } from '../stores/devices';
import { useRoom } from '../stores/room';
import type { DeviceManager, MeetingSession } from './api';
import { BrowserMeetingSession } from './meeting-session';

/** The devices of this page. Nothing is captured before `start`. */
export const devices: DeviceManager = new CaptureDeviceManager({
  get: useDevices.getState,
  set: useDevices.setState,
});

/** This page's part in meetings. Nothing is connected before `join`. */
export const meetingSession: MeetingSession = new BrowserMeetingSession(devices, {
  get: useRoom.getState,
  set: useRoom.setState,
});
