import type { ChatMessage, ChatMessageId, ParticipantId } from '../protocol/protocol.gen';

/**
 * Merges messages by number. Of two states of a message the later one stays, in any order of
 * arrival.
 */
export function mergeMessages(
  known: readonly ChatMessage[],
  news: readonly ChatMessage[],
): ChatMessage[] {
  const byId = new Map(known.map((message) => [message.id, message]));
  for (const message of news) {
    const old = byId.get(message.id);
    if (!old || isLater(message, old)) byId.set(message.id, message);
  }
  return [...byId.values()].sort((a, b) => a.id - b.id);
}

/** Number of messages from others after the last one read; deleted ones do not count. */
export function countUnread(
  messages: readonly ChatMessage[],
  readUpTo: ChatMessageId | null,
  selfId: ParticipantId | null,
): number {
  if (readUpTo === null) return 0;
  return messages.filter(
    ({ id, from, text }) => id > readUpTo && from !== selfId && text !== undefined,
  ).length;
}

function isLater(message: ChatMessage, than: ChatMessage): boolean {
  // A deleted message stays deleted.
  if (than.text === undefined) return message.text === undefined;
  if (message.text === undefined) return true;
  return (message.edited_at ?? 0) >= (than.edited_at ?? 0);
}
