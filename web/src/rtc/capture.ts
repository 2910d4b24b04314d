import type { DeviceProblem } from './device-state';

export type CaptureKind = 'camera' | 'microphone';

/** One capture device: what is wanted, what is so, and whether trying again may help. */
export interface Capture {
  wanted: boolean;
  /** Chosen by the person; null for the browser's default. */
  chosen: string | null;
  track: MediaStreamTrack | null;
  /** What `track` was asked for with. */
  capturedFor: string | null;
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
    capturedFor: null,
    problem: null,
    retry: true,
  };
}

/** Absent on a page that is neither HTTPS nor localhost. */
export function mediaDevices(): MediaDevices | undefined {
  return typeof navigator === 'undefined' ? undefined : navigator.mediaDevices;
}

export function constraints(kind: CaptureKind, deviceId: string | null): MediaTrackConstraints {
  const device = deviceId === null ? {} : { deviceId: { exact: deviceId } };
  return kind === 'camera'
    ? {
        ...device,
        width: { ideal: 1280 },
        height: { ideal: 720 },
        frameRate: { ideal: 30, max: 30 },
      }
    : { ...device, echoCancellation: true, noiseSuppression: true, autoGainControl: true };
}

export function liveTrack(tracks: MediaStreamTrack[] = []): MediaStreamTrack | null {
  return tracks.find((track) => track.readyState === 'live') ?? null;
}

export function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
