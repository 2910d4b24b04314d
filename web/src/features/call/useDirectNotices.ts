import { useEffect } from 'react';

import { cue } from '../../session/cues';
import { type CallsState, useCalls } from '../../stores/calls';
import { strings } from '../../strings';
import { announce } from '../../ui/toast';

/** A message that is not just being read is announced and heard; the buttons show that it is there. */
export function useDirectNotices(): void {
  useEffect(
    () =>
      useCalls.subscribe((now, before) => {
        // What waited before one signed in is no news.
        if (now.unread === before.unread || before.me === null) return;
        const news = now.unread.filter(
          (one) => one.count > countOf(before, one.party.id) && !isRead(now, one.party.id),
        );
        if (news.length === 0) return;
        announce(strings().talk.wrote(news.map(({ party }) => party.name)));
        cue('message');
      }),
    [],
  );
}

function countOf({ unread }: CallsState, person: string): number {
  return unread.find(({ party }) => party.id === person)?.count ?? 0;
}

function isRead({ direct }: CallsState, person: string): boolean {
  return direct?.with.id === person && document.visibilityState === 'visible';
}
