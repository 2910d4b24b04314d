import type { VoiceWishes } from '../lib/voice-processing';
import type { DeviceProblem } from './device-state';
import { grants, voiceConstraints } from './voice';

export type CaptureKind = 'camera' | 'microphone';

/** What a device is asked for with. */
export interface Asked {
  /** Null for the browser's default. */
  deviceId: string | null;
  /** What is to be done to the voice, where it is the microphone. */
  voice: VoiceWishes;
}

/** One capture device: what is wanted, what is so, and whether trying again may help. */
export interface Capture {
  wanted: boolean;
  /** Chosen by the person; null for the browser's default. */
  chosen: string | null;
  track: MediaStreamTrack | null;
  /** What `track` was asked for with. */
  askedFor: Asked | null;
  problem: DeviceProblem | null;
  /** Something changed since the last failure. */
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

/** Absent on a page that is neither HTTPS nor localhost. */
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

/** Captures one device; where the one asked for is gone, the default. */
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
 * Captures the microphone once more while it is captured with another processing of the voice, so that nothing
 * is cut; null where the browser cannot do both at once.
 */
export async function captureBeside(
  devices: MediaDevices,
  asked: Asked,
): Promise<MediaStream | null> {
  try {
    // Unless told exactly, Chromium gives what is already open; at times even then.
    const stream = await devices.getUserMedia({ audio: constraints('microphone', asked, true) });
    if (stream.getAudioTracks().every((track) => grants(track, asked.voice))) return stream;
    stopTracks(stream);
  } catch {
    // What is exactly so cannot be had beside the other.
  }
  return null;
}

export function liveTrack(tracks: MediaStreamTrack[] = []): MediaStreamTrack | null {
  return tracks.find((track) => track.readyState === 'live') ?? null;
}

export function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
