import type { VoiceProcessing, VoiceSwitch } from '../lib/voice-processing';
import type { Hearing } from './microphone-watch';

/** Why a device does not work; each has words, and a way to mend it, in the interface. */
export type DeviceProblem =
  /** The person, or a policy, said no. */
  | 'refused'
  /** There is none. */
  | 'not_found'
  /** Another program holds it. */
  | 'in_use'
  /** The page is not on HTTPS or localhost, so the browser offers no devices. */
  | 'insecure'
  /** It was unplugged or stopped by itself. */
  | 'ended'
  | 'unknown';

/** A capture device: what the person wants is apart from what is so. */
export interface CaptureState {
  /** What the person asked for. */
  wanted: boolean;
  /** Whether it is being captured and heard or seen now: a muted microphone is not. */
  live: boolean;
  /** The device in use, else the one chosen, or null for the browser's default. */
  deviceId: string | null;
  problem: DeviceProblem | null;
}

export interface DeviceOption {
  deviceId: string;
  label: string;
}

/** Devices, serialisable, written by the device manager only; choices are remembered. */
export interface DevicesState {
  camera: CaptureState;
  microphone: CaptureState;
  /** The output chosen, or null for the default. */
  speakerId: string | null;
  /** Whether the browser lets a page choose the output (HTMLMediaElement.setSinkId). */
  canChooseSpeaker: boolean;
  cameras: DeviceOption[];
  microphones: DeviceOption[];
  speakers: DeviceOption[];
  screenShare: { live: boolean; problem: DeviceProblem | null };
  /** A whole screen was chosen, and is shared only once the person says that this is meant. */
  wholeScreenChosen: boolean;
  /** Whether the browser can share a screen at all (getDisplayMedia). */
  canShareScreen: boolean;
  /** What the browser does to one's voice. */
  voice: Record<VoiceProcessing, VoiceSwitch>;
  /** Whether the microphone is listened to here while muted, to notice that one speaks. */
  listensMuted: boolean;
  hearing: Hearing;
}
