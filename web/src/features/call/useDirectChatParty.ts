import { isAnswered, type OwnCall } from '../../lib/own-calls';
import { everybody } from '../../lib/roster';
import type { Party } from '../../protocol/protocol.gen';
import { useCalls } from '../../stores/calls';
import { useChat } from '../../stores/chat';
import { useRoom } from '../../stores/room';

/**
 * The other party while the two of a call are alone: their chat is direct and stored with their
 * conversation. Once a third person joins, the chat is the room's, and stays so if anything was
 * written there. Both pages decide alike.
 */
export function useDirectChatParty(): Party | null {
  const call = useCalls(({ calls: all }) => onlyAnswered(all));
  // Clients of other systems have no conversations, so with them the chat is the room's.
  const alone = useRoom(
    ({ roster, selfId }) =>
      roster.order.length <= 2 &&
      !everybody(roster).some(({ id, foreign }) => foreign && id !== selfId),
  );
  const written = useChat(
    ({ messages, pending }) =>
      messages.some(({ to }) => to === undefined) || pending.some(({ to }) => to === null),
  );
  return call && alone && !written ? call.other : null;
}

function onlyAnswered(all: readonly OwnCall[]): OwnCall | null {
  const [first, ...more] = all.filter(isAnswered);
  return first && more.length === 0 ? first : null;
}
