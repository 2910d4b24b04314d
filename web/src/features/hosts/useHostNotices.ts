import { useEffect } from 'react';

import { GroupedNotices } from '../../lib/grouped-notices';
import { may } from '../../lib/permissions';
import type { Role } from '../../protocol/protocol.gen';
import { cue } from '../../session/cues';
import { useHosting } from '../../stores/hosting';
import { ownRole, type RoomState, useRoom } from '../../stores/room';
import { announce, notify } from '../../stores/toasts';
import { strings } from '../../strings';
import { hostChanges } from './changes';

/** Announces hosts' actions that concern this participant, and knocks to those who may admit. */
export function useHostNotices(): void {
  useEffect(() => {
    const knocks = new GroupedNotices<'knock'>((groups) => {
      for (const { names } of groups) {
        const [first = ''] = names;
        const { asksToJoin, askToJoin } = strings().hosts;
        announce(names.length === 1 ? asksToJoin(first) : askToJoin(names.length));
      }
      cue('knock');
    });
    tellWaiting(knocks, [], useRoom.getState());

    // A host who was here before, named when a promotion has no other author.
    let host = hostBeside(useRoom.getState());
    const undo = [
      useRoom.subscribe((now, before) => {
        tellWaiting(knocks, before.waiting, now);
        const isSame = (what: 'roster' | 'settings' | 'title') => now[what] === before[what];
        if (isSame('roster') && isSame('settings') && isSame('title')) return;
        const { role, name, title, settings } = hostChanges(before, now);
        const { changed, renamed } = strings().hosts;
        if (title) tellTitle(title.now);
        if (role) notify(roleText(role.before, role.now, host), 'role');
        if (name !== null) notify(renamed(name), 'name');
        for (const { what, on } of settings) notify(changed[what][on ? 'on' : 'off'], what);
        host = hostBeside(now) ?? host;
      }),
      useHosting.subscribe(({ stopped, unmuteAsked }, before) => {
        const { hosts } = strings();
        if (stopped && stopped.key !== before.stopped?.key) {
          const source = stopped.source === 'screen_share_audio' ? 'screen_share' : stopped.source;
          notify(hosts.stopped[source](stopped.by ?? hosts.aHost), source);
        }
        if (unmuteAsked && unmuteAsked !== before.unmuteAsked) {
          announce(hosts.unmuteAsked(unmuteAsked.by ?? hosts.aHost));
          cue('message');
        }
      }),
    ];
    return () => {
      for (const act of undo) act();
      knocks.close();
    };
  }, []);
}

function tellWaiting(
  knocks: GroupedNotices<'knock'>,
  before: RoomState['waiting'],
  now: RoomState,
): void {
  if (now.waiting === before || !may(ownRole(now), 'admit', now.settings)) return;
  for (const { id, name } of now.waiting) {
    if (!before.some((one) => one.id === id)) knocks.add('knock', id, name);
  }
}

/** Tells a new title to everybody but the host who reads that it was saved. */
function tellTitle(title: string | null): void {
  const { titleAsked } = useHosting.getState();
  useHosting.setState({ titleAsked: null });
  if (titleAsked?.title === title) return;
  const { titleNow, titleGone } = strings().hosts;
  notify(title === null ? titleGone : titleNow(title), 'title');
}

/** Name of another host. */
function hostBeside({ roster, selfId }: RoomState): string | null {
  const host = roster.hosts.find((id) => id !== selfId);
  return (host && roster.byId[host]?.name) ?? null;
}

function roleText(before: Role, now: Role, host: string | null): string {
  const { hosts, webinar } = strings();
  if (now === 'viewer') return webinar.nowViewer;
  if (before === 'viewer' && now === 'guest') return webinar.nowOnStage;
  if (now === 'host') return host === null ? hosts.nowHost : hosts.nowHostSince(host);
  if (before === 'host') {
    return host === null ? hosts.noLongerHost : hosts.noLongerHostSince(host);
  }
  return now === 'co_host' ? hosts.nowCoHost : hosts.noLongerCoHost;
}
