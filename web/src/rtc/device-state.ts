import type { DeviceProblem } from '../lib/device-problem';
import type { VoiceProcessing, VoiceSwitch } from '../lib/voice-processing';
import type { Hearing } from './microphone-watch';

/** A capture device; the desired state is kept apart from the actual one. */
export interface CaptureState {
  /** True if the person turned the device on. */
  wanted: boolean;
  /** True if it captures now and others can hear or see it; false for a muted microphone. */
  live: boolean;
  /** The device in use, else the chosen one; null for the browser's default. */
  deviceId: string | null;
  problem: DeviceProblem | null;
}

export interface DeviceOption {
  deviceId: string;
  label: string;
}

/**
 * State of all devices. Serialisable; only the device manager writes it. Choices are remembered.
 */
export interface DevicesState {
  camera: CaptureState;
  microphone: CaptureState;
  /** The preferred output, which outlasts unplugging; null for the default. */
  speakerId: string | null;
  /** True if a page may choose the output (HTMLMediaElement.setSinkId). */
  canChooseSpeaker: boolean;
  /** True if the browser has its own dialog for the output (MediaDevices.selectAudioOutput). */
  canPickSpeaker: boolean;
  cameras: DeviceOption[];
  microphones: DeviceOption[];
  speakers: DeviceOption[];
  screenShare: { live: boolean; problem: DeviceProblem | null };
  /** The person chose a whole screen; sharing starts only after they confirm it. */
  wholeScreenChosen: boolean;
  /** True if the browser can share a screen at all (getDisplayMedia). */
  canShareScreen: boolean;
  /** Voice processing of the browser. */
  voice: Record<VoiceProcessing, VoiceSwitch>;
  /** True if the muted microphone is measured, to notice speech while muted. */
  listensMuted: boolean;
  hearing: Hearing;
}

/** The output to use now; null for the default, also while the preferred one is unplugged. */
export function effectiveSpeaker({
  speakerId,
  speakers,
  cameras,
  microphones,
}: Pick<DevicesState, 'speakerId' | 'speakers' | 'cameras' | 'microphones'>): string | null {
  // Without permission the browser lists nothing: it may know the preferred output nevertheless.
  const unknown = speakers.length + cameras.length + microphones.length === 0;
  return unknown || speakers.some(({ deviceId }) => deviceId === speakerId) ? speakerId : null;
}
