import type { DeviceProblem } from '../lib/device-problem';
import type { VoiceWishes } from '../lib/voice-processing';
import { grants, voiceConstraints } from './voice';

export type CaptureKind = 'camera' | 'microphone';

/** Request for a device. */
export interface Asked {
  /** Null for the browser's default device. */
  deviceId: string | null;
  /** Voice processing, if the device is a microphone. */
  voice: VoiceWishes;
}

/** One capture device: its desired state, its actual state, and whether a retry can help. */
export interface Capture {
  wanted: boolean;
  /** The person's choice; null for the browser's default. */
  chosen: string | null;
  track: MediaStreamTrack | null;
  /** The request that produced `track`. */
  askedFor: Asked | null;
  problem: DeviceProblem | null;
  /** True if anything changed since the last failure, so a retry may succeed. */
  retry: boolean;
}

export const KINDS: readonly CaptureKind[] = ['camera', 'microphone'];

export function newCapture({ on, deviceId }: { on: boolean; deviceId: string | null }): Capture {
  return {
    wanted: on,
    chosen: deviceId,
    track: null,
    askedFor: null,
    problem: null,
    retry: true,
  };
}

/** Missing on a page that is neither HTTPS nor localhost. */
export function mediaDevices(): MediaDevices | undefined {
  return typeof navigator === 'undefined' ? undefined : navigator.mediaDevices;
}

export function constraints(
  kind: CaptureKind,
  { deviceId, voice }: Asked,
  exactly = false,
): MediaTrackConstraints {
  const device = deviceId === null ? {} : { deviceId: { exact: deviceId } };
  return kind === 'camera'
    ? {
        ...device,
        width: { ideal: 1280 },
        height: { ideal: 720 },
        frameRate: { ideal: 30, max: 30 },
      }
    : { ...device, ...voiceConstraints(voice, exactly) };
}

/** Captures one device; falls back to the default if the requested one is gone. */
export async function captureDevice(
  devices: MediaDevices,
  kind: CaptureKind,
  asked: Asked,
): Promise<MediaStream> {
  const ask = (deviceId: string | null): Promise<MediaStream> =>
    devices.getUserMedia({
      [kind === 'camera' ? 'video' : 'audio']: constraints(kind, { ...asked, deviceId }),
    });
  try {
    return await ask(asked.deviceId);
  } catch (error) {
    const gone = error instanceof Error && /^(Overconstrained|NotFound)Error$/.test(error.name);
    if (!gone || asked.deviceId === null) throw error;
    return await ask(null);
  }
}

/**
 * Captures the microphone a second time with other voice processing, so that the sound is not cut.
 * Null where the browser cannot do both at once.
 */
export async function captureBeside(
  devices: MediaDevices,
  asked: Asked,
): Promise<MediaStream | null> {
  try {
    // Without exact constraints Chromium returns the open capture; at times even with them.
    const stream = await devices.getUserMedia({ audio: constraints('microphone', asked, true) });
    if (stream.getAudioTracks().every((track) => grants(track, asked.voice))) return stream;
    stopTracks(stream);
  } catch {
    // The browser cannot capture with exact constraints beside the open capture.
  }
  return null;
}

export function liveTrack(tracks: MediaStreamTrack[] = []): MediaStreamTrack | null {
  return tracks.find((track) => track.readyState === 'live') ?? null;
}

export function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
