import { useCallback, useSyncExternalStore } from 'react';

import type { ParticipantId } from '../../rtc/protocol.gen';
import { meetingSession } from '../../session';
import type { SELF, Source } from '../../session/api';

/** A participant's track of a source, as it comes and goes. */
export function useTrack(
  participant: ParticipantId | typeof SELF,
  source: Source,
): MediaStreamTrack | null {
  return useSyncExternalStore(
    useCallback((listener) => meetingSession.media.subscribe(participant, listener), [participant]),
    () => meetingSession.media.track(participant, source),
  );
}
