import { type CaptureKind, KINDS, mediaDevices } from './capture';
import type { DeviceOption, DevicesState } from './device-state';

/** Lists the devices; null where the browser refuses. */
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
  // Without permission the browser lists devices without id and name.
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
  /** A device was plugged in or removed. */
  onChange(): void;
  /** The person granted a permission that was refused before. */
  onGranted(kind: CaptureKind): void;
  /** The page is visible again after it was hidden. */
  onShown(): void;
}

/** Watches devices and permissions; the function returned removes every listener. */
export function watchDevices({ onChange, onGranted, onShown }: DeviceWatchCallbacks): () => void {
  const devices = mediaDevices();
  if (!devices) return () => {};
  let over = false;
  devices.addEventListener('devicechange', onChange);
  const undo = [() => devices.removeEventListener('devicechange', onChange)];
  const onVisibility = (): void => {
    if (document.visibilityState === 'visible') onShown();
  };
  globalThis.document?.addEventListener('visibilitychange', onVisibility);
  undo.push(() => globalThis.document?.removeEventListener('visibilitychange', onVisibility));
  for (const kind of KINDS) {
    // Some browsers do not know these permission names.
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
