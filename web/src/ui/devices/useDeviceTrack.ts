import { useCallback, useSyncExternalStore } from 'react';

import { devices } from '../../session';
import type { Source } from '../../session/api';

/** One's own track of a source, while it is live. */
export function useDeviceTrack(source: Source): MediaStreamTrack | null {
  return useSyncExternalStore(
    useCallback((listener) => devices.subscribe(listener), []),
    () => devices.track(source),
  );
}
