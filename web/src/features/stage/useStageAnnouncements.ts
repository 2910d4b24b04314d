import { useEffect } from 'react';

import { useRoom } from '../../stores/room';
import { announce } from '../../stores/toasts';
import { strings } from '../../strings';
import { changesBetween } from './announcements';

/** Announces screen shares to screen readers, without interrupting them. */
export function useStageAnnouncements(): void {
  useEffect(
    () =>
      useRoom.subscribe((now, before) => {
        if (now.roster === before.roster || now.selfId !== before.selfId) return;
        const { started, stopped } = changesBetween(before.roster, now.roster, now.selfId);
        const sentences = [
          ...started.map(strings().meeting.startedSharing),
          ...stopped.map(strings().meeting.stoppedSharing),
        ];
        if (sentences.length > 0) announce(sentences.join('. '));
      }),
    [],
  );
}
