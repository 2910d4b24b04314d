import type { ChatMessage } from '../../protocol/protocol.gen';

export interface MessageGroup {
  /** Id of its first message. */
  key: number;
  /** Set on the first group of a day. */
  day: number | null;
  messages: [ChatMessage, ...ChatMessage[]];
}

const TOGETHER = 5 * 60_000;

/** Groups messages of one sender to the same recipients within some minutes of a day. */
export function groupMessages(messages: readonly ChatMessage[]): MessageGroup[] {
  const groups: MessageGroup[] = [];
  let last: ChatMessage | null = null;
  for (const message of messages) {
    const newDay = !last || dayOf(last.sent_at) !== dayOf(message.sent_at);
    const group = groups.at(-1);
    const together =
      group &&
      last &&
      !newDay &&
      last.from === message.from &&
      last.from_name === message.from_name &&
      last.to === message.to &&
      message.sent_at - last.sent_at < TOGETHER;
    if (together) group.messages.push(message);
    else {
      groups.push({ key: message.id, day: newDay ? message.sent_at : null, messages: [message] });
    }
    last = message;
  }
  return groups;
}

/** Heading of a day; none if the log has only today. */
export function dayMark(
  { day }: MessageGroup,
  isFirst: boolean,
  now: number,
): 'today' | 'yesterday' | 'date' | null {
  if (day === null) return null;
  if (dayOf(day) === dayOf(now)) return isFirst ? null : 'today';
  const before = new Date(now);
  before.setDate(before.getDate() - 1);
  return dayOf(day) === dayOf(before.getTime()) ? 'yesterday' : 'date';
}

/** Day in this clock's time zone. */
function dayOf(time: number): string {
  return new Date(time).toDateString();
}
