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
  /** The person's choice, which outlasts unplugging; null for the browser's default. */
  preferred: string | null;
  /** True while the preferred device is gone, so the browser's default takes its place. */
  absent: boolean;
  /** True while the preferred device is tried because it came back, not because it was chosen. */
  returning: boolean;
  track: MediaStreamTrack | null;
  /** The request that produced `track`. */
  askedFor: Asked | null;
  /** True while the system holds the track back, for example during a telephone call. */
  interrupted: boolean;
  problem: DeviceProblem | null;
  /** True if anything changed since the last failure, so a retry may succeed. */
  retry: boolean;
}

export const KINDS: readonly CaptureKind[] = ['camera', 'microphone'];

export function newCapture({ on, deviceId }: { on: boolean; deviceId: string | null }): Capture {
  return {
    wanted: on,
    preferred: deviceId,
    absent: false,
    returning: false,
    track: null,
    askedFor: null,
    interrupted: false,
    problem: null,
    retry: true,
  };
}

/** The device to capture; null for the browser's default. */
export function targetOf({ preferred, absent }: Readonly<Capture>): string | null {
  return absent ? null : preferred;
}

/** What TypeScript's types of the browser do not have yet. */
type NewerMediaDevices = MediaDevices & {
  /** Firefox; needs a press. */
  selectAudioOutput?: () => Promise<MediaDeviceInfo>;
};

/** Missing on a page that is neither HTTPS nor localhost. */
export function mediaDevices(): NewerMediaDevices | undefined {
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

/** Captures one device; falls back to the default, and says so, if the requested one is gone. */
export async function captureDevice(
  devices: MediaDevices,
  kind: CaptureKind,
  asked: Asked,
): Promise<{ stream: MediaStream; absent: boolean }> {
  const ask = (deviceId: string | null): Promise<MediaStream> =>
    devices.getUserMedia({
      [kind === 'camera' ? 'video' : 'audio']: constraints(kind, { ...asked, deviceId }),
    });
  try {
    return { stream: await ask(asked.deviceId), absent: false };
  } catch (error) {
    const gone = error instanceof Error && /^(Overconstrained|NotFound)Error$/.test(error.name);
    if (!gone || asked.deviceId === null) throw error;
    return { stream: await ask(null), absent: true };
  }
}

/**
 * After a request for both devices failed: those for which a request of their own can succeed
 * without showing the person a question that they have just dismissed or refused.
 */
export async function worthAskingAlone(error: unknown): Promise<readonly CaptureKind[]> {
  if (!(error instanceof Error && error.name === 'NotAllowedError')) return KINDS;
  if (/dismissed/i.test(error.message)) return [];
  const [camera, microphone] = await Promise.all(KINDS.map(permissionOf));
  const isWorth = (own: PermissionState | null, other: PermissionState | null): boolean =>
    // A blocked device fails the request for both before the person is asked about the other.
    own === 'prompt' ? other === 'denied' : own !== 'denied';
  return KINDS.filter((kind) =>
    kind === 'camera'
      ? isWorth(camera ?? null, microphone ?? null)
      : isWorth(microphone ?? null, camera ?? null),
  );
}

/** Null where the browser does not know the permission's name. */
async function permissionOf(kind: CaptureKind): Promise<PermissionState | null> {
  try {
    const status = await navigator.permissions?.query({ name: kind as PermissionName });
    return status?.state ?? null;
  } catch {
    return null;
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
