import { useEffect } from 'react';

import { cue } from '../../session/cues';
import { shownName } from '../../stores/address-book';
import { type CallsState, useCalls } from '../../stores/calls';
import { announce } from '../../stores/toasts';
import { strings } from '../../strings';

/** Announces messages that are not being read. Buttons show that they are there. */
export function useDirectNotices(): void {
  useEffect(
    () =>
      useCalls.subscribe((now, before) => {
        // Messages that waited before the sign-in are not news.
        if (now.unread === before.unread || before.me === null) return;
        const news = now.unread.filter(
          (one) => one.count > countOf(before, one.party.id) && !isRead(now, one.party.id),
        );
        if (news.length === 0) return;
        announce(strings().talk.wrote(news.map(({ party }) => shownName(party))));
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
