import { useCallback, useSyncExternalStore } from 'react';

import { devices } from '../../session';
import type { Source } from '../../session/api';

/** The own live track of a source, or null. */
export function useDeviceTrack(source: Source): MediaStreamTrack | null {
  return useSyncExternalStore(
    useCallback((listener) => devices.subscribe(listener), []),
    () => devices.track(source),
  );
}
