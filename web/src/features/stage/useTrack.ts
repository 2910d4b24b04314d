import { useCallback, useSyncExternalStore } from 'react';

import type { ParticipantId } from '../../protocol/protocol.gen';
import { meetingSession } from '../../session';
import type { SELF, Source } from '../../session/api';

/** Participant's current track of a source. */
export function useTrack(
  participant: ParticipantId | typeof SELF,
  source: Source,
): MediaStreamTrack | null {
  return useSyncExternalStore(
    useCallback((listener) => meetingSession.media.subscribe(participant, listener), [participant]),
    () => meetingSession.media.track(participant, source),
  );
}
