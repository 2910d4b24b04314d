import { useEffect } from 'react';

import { useRoom } from '../../stores/room';
import { strings } from '../../strings';
import { announce } from '../../ui/toast';
import { changesBetween } from './announcements';

/** Tells screen readers who shares a screen, without interrupting. */
export function useStageAnnouncements(): void {
  useEffect(
    () =>
      useRoom.subscribe((now, before) => {
        if (now.participants === before.participants || now.selfId !== before.selfId) return;
        const { started, stopped } = changesBetween(
          before.participants,
          now.participants,
          now.selfId,
        );
        const sentences = [
          ...started.map(strings().meeting.startedSharing),
          ...stopped.map(strings().meeting.stoppedSharing),
        ];
        if (sentences.length > 0) announce(sentences.join('. '));
      }),
    [],
  );
}
