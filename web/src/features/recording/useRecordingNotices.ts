import { useEffect } from 'react';

import { type RecordingChangeSeen, recordingChanges } from '../../lib/recorders';
import { NOBODY, type Roster } from '../../lib/roster';
import { useRoom } from '../../stores/room';
import { notify } from '../../stores/toasts';
import { strings } from '../../strings';

/** Announces changes of recordings with toasts, and on entry the recordings that already run. */
export function useRecordingNotices(): void {
  useEffect(() => {
    const tell = (before: Roster) => {
      const { roster, selfId } = useRoom.getState();
      for (const change of recordingChanges(before, roster, selfId)) {
        notify(wordsOf(change), `recording of ${change.name}`);
      }
    };
    tell(NOBODY);
    return useRoom.subscribe((now, before) => {
      if (now.roster !== before.roster && now.selfId === before.selfId) {
        tell(before.roster);
      }
    });
  }, []);
}

function wordsOf({ kind, name, own }: RecordingChangeSeen): string {
  const t = strings().recording;
  switch (kind) {
    case 'started':
      return own ? t.youStarted : t.started(name);
    case 'paused':
      return own ? t.youPaused : t.pausedBy(name);
    case 'resumed':
      return own ? t.youResumed : t.resumed(name);
    case 'stopped':
      return own ? t.youStopped : t.stopped(name);
  }
}
