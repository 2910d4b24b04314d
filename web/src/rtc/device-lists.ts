import { type CaptureKind, KINDS, mediaDevices } from './capture';
import type { DeviceOption, DevicesState } from './device-state';

/** The devices there are; null where the browser does not say. */
export async function listDevices(): Promise<Pick<
  DevicesState,
  'cameras' | 'microphones' | 'speakers'
> | null> {
  let all: MediaDeviceInfo[];
  try {
    all = (await mediaDevices()?.enumerateDevices()) ?? [];
  } catch {
    return null;
  }
  // Before permission the entries are there, but without id and name.
  const options = (kind: MediaDeviceKind): DeviceOption[] =>
    all
      .filter((device) => device.kind === kind && device.deviceId !== '')
      .map(({ deviceId, label }) => ({ deviceId, label }));
  return {
    cameras: options('videoinput'),
    microphones: options('audioinput'),
    speakers: options('audiooutput'),
  };
}

interface DeviceWatchCallbacks {
  /** Something was plugged in or out. */
  onChange(): void;
  /** The person allows what was refused before. */
  onGranted(kind: CaptureKind): void;
}

/** Listens to devices and permissions; what it returns takes every listener off again. */
export function watchDevices({ onChange, onGranted }: DeviceWatchCallbacks): () => void {
  const devices = mediaDevices();
  if (!devices) return () => {};
  let over = false;
  devices.addEventListener('devicechange', onChange);
  const undo = [() => devices.removeEventListener('devicechange', onChange)];
  for (const kind of KINDS) {
    // Not every browser knows these names.
    navigator.permissions?.query({ name: kind as PermissionName }).then(
      (status) => {
        if (over) return;
        status.onchange = () => {
          if (status.state === 'granted') onGranted(kind);
        };
        undo.push(() => {
          status.onchange = null;
        });
      },
      () => {},
    );
  }
  return () => {
    over = true;
    for (const act of undo) act();
  };
}
