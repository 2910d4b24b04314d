import { create } from 'zustand';

import type { VoiceSwitch } from '../lib/voice-processing';
import type { CaptureState, DevicesState } from '../rtc/device-state';

export type {
  DeviceOption,
  DevicesState,
} from '../rtc/device-state';
export { effectiveSpeaker } from '../rtc/device-state';

const unknown: VoiceSwitch = { on: true, fixed: null };
const capture: CaptureState = { wanted: true, live: false, deviceId: null, problem: null };

export const initialDevices: DevicesState = {
  camera: capture,
  microphone: capture,
  speakerId: null,
  canChooseSpeaker: false,
  canPickSpeaker: false,
  cameras: [],
  microphones: [],
  speakers: [],
  screenShare: { live: false, problem: null },
  wholeScreenChosen: false,
  canShareScreen: false,
  voice: { echoCancellation: unknown, noiseSuppression: unknown, autoGainControl: unknown },
  listensMuted: true,
  hearing: { trouble: null, mutedSpeech: false },
};

export const useDevices = create<DevicesState>()(() => initialDevices);
