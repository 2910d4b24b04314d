import { useEffect } from 'react';
import { reply } from '../../actions/reply';

import { GroupedNotices } from '../../lib/grouped-notices';
import { may } from '../../lib/permissions';
import { splitQuote } from '../../lib/quote';
import type { ChatMessage } from '../../protocol/protocol.gen';
import { cue } from '../../session/cues';
import { useChat } from '../../stores/chat';
import { givenName } from '../../stores/given-names';
import { usePanel } from '../../stores/panel';
import { useReactions } from '../../stores/reactions';
import { ownInterviewRole, ownRole, useRoom } from '../../stores/room';
import { announce, dismiss, notify, offer } from '../../stores/toasts';
import { strings } from '../../strings';
import { type ParticipantEvent, participantEventsBetween } from './participant-events';

const CUES = { joined: 'join', observing: 'join', left: 'leave', hand: 'hand' } as const;

function wordsFor(kind: ParticipantEvent['kind'], names: string[]): string {
  const { talk, interview } = strings();
  switch (kind) {
    case 'joined':
      return talk.joined(names);
    case 'observing':
      return interview.observing(names);
    case 'left':
      return talk.left(names);
    case 'hand':
      return talk.raisedHand(names);
  }
}

/** Topic of the toast with the newest message. */
const CHAT = 'chat';

/** Shows a message while the chat is closed. Who may not write can only open it. */
function showMessage(message: ChatMessage): void {
  const { reply: replyLabel, replyPrivately, privatelyFrom } = strings().messages;
  const { from, to, text = '' } = message;
  const name = givenName(from, message.from_name);
  const open = () => usePanel.setState({ open: 'chat', quiet: false });
  const room = useRoom.getState();
  const mayWrite = may(ownRole(room), 'chat', room.settings, ownInterviewRole(room));
  offer({
    topic: CHAT,
    title: to === undefined ? name : privatelyFrom(name),
    text: splitQuote(text).rest.trim() || text,
    open,
    action: mayWrite
      ? {
          label: to === undefined ? replyLabel : replyPrivately,
          run: () => reply(message, { quoting: false }),
        }
      : { label: strings().chat.title, run: open },
  });
}

const COMING_AND_GOING: ReadonlySet<ParticipantEvent['kind']> = new Set(['joined', 'left']);

/**
 * Turns the room's events into grouped toasts, announcements and sounds. Calls between two people
 * leave out joining and leaving: the call's own start and end say the same.
 */
export function useNotices(inCall: boolean): void {
  useEffect(() => {
    const people = new GroupedNotices<ParticipantEvent['kind']>(
      (groups) => {
        for (const { kind, names } of groups) notify(wordsFor(kind, names), kind);
        const [first] = groups;
        // One sound for the whole batch.
        if (first) cue(CUES[first.kind]);
      },
      { joined: 'left', left: 'joined' },
    );
    const reactions = new GroupedNotices<string>((groups) => {
      announce(groups.map(({ kind, names }) => strings().talk.reacted(names, kind)).join('. '));
    });
    const messages = new GroupedNotices<'all' | 'private'>((groups) => {
      for (const { kind, names } of groups) {
        announce((kind === 'all' ? strings().talk.wrote : strings().talk.wrotePrivately)(names));
      }
      cue('message');
    });

    const undo = [
      useRoom.subscribe((now, before) => {
        if (now.roster === before.roster || now.selfId !== before.selfId) return;
        const two = Math.max(now.roster.order.length, before.roster.order.length) <= 2;
        for (const { kind, id, name } of participantEventsBetween(
          before.roster,
          now.roster,
          now.selfId,
        )) {
          if (!(inCall && two && COMING_AND_GOING.has(kind)))
            people.add(kind, id, givenName(id, name));
        }
      }),
      useReactions.subscribe((now, before) => {
        const { roster, selfId } = useRoom.getState();
        for (const { key, from, reaction } of now.shown) {
          if (from === selfId || before.shown.some((one) => one.key === key)) continue;
          const name = roster.byId[from]?.name;
          if (name !== undefined) reactions.add(reaction, from, givenName(from, name));
        }
      }),
      useChat.subscribe((now, before) => {
        // The message is already read, or it is an edit of an old one.
        if (now.unread <= before.unread || usePanel.getState().open === 'chat') return;
        const { selfId } = useRoom.getState();
        const last = before.messages.at(-1)?.id ?? 0;
        for (const message of now.messages) {
          const { id, from, from_name, to, text } = message;
          if (id <= last || id <= (now.readUpTo ?? 0) || from === selfId || text === undefined)
            continue;
          messages.add(to === undefined ? 'all' : 'private', from, givenName(from, from_name));
          showMessage(message);
        }
      }),
      usePanel.subscribe(({ open }) => {
        if (open === 'chat') dismiss(CHAT);
      }),
    ];
    return () => {
      for (const act of undo) act();
      dismiss(CHAT);
      for (const notices of [people, reactions, messages]) notices.close();
    };
  }, [inCall]);
}
