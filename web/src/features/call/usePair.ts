import { isAnswered, type OwnCall } from '../../lib/own-calls';
import type { Party } from '../../rtc/protocol.gen';
import { useCalls } from '../../stores/calls';
import { useChat } from '../../stores/chat';
import { useRoom } from '../../stores/room';

/**
 * The other, while the two of a call are alone: what they write is theirs, and kept with them. As soon as a third has
 * come it is the room's, and stays so once something was written there. Both pages see the same.
 */
export function usePair(): Party | null {
  const call = useCalls(({ calls: all }) => onlyAnswered(all));
  const alone = useRoom(({ participants }) => participants.length <= 2);
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
