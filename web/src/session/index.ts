import { addPrivateTexts } from '../lib/private-texts';
import { CaptureDeviceManager } from '../rtc/devices';
import { useChat } from '../stores/chat';
import { useDevices } from '../stores/devices';
import { useHosting } from '../stores/hosting';
import { useInterview } from '../stores/interview';
import { useQuality } from '../stores/quality';
import { useReactions } from '../stores/reactions';
import { useRecording } from '../stores/recording';
import { useRoom } from '../stores/room';
import type { DeviceManager, MeetingSession } from './api';
import { BrowserMeetingSession } from './meeting-session';
import { recordingShelf } from './recordings';

addPrivateTexts(() =>
  [useRoom, useChat, useHosting, useInterview].map((store) => store.getState()),
);

/** The devices of this page. Nothing is captured before `start`. */
export const devices: DeviceManager = new CaptureDeviceManager({
  get: useDevices.getState,
  set: useDevices.setState,
});

/** This page's meeting session. It connects nothing before `join`. */
export const meetingSession: MeetingSession = new BrowserMeetingSession(
  devices,
  {
    room: { get: useRoom.getState, set: useRoom.setState },
    chat: { get: useChat.getState, set: useChat.setState },
    reactions: { get: useReactions.getState, set: useReactions.setState },
    hosting: { get: useHosting.getState, set: useHosting.setState },
    interview: { get: useInterview.getState, set: useInterview.setState },
    quality: { set: useQuality.setState },
    recording: { get: useRecording.getState, set: useRecording.setState },
  },
  recordingShelf,
);
