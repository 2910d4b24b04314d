import type { ChatMessage } from '../../rtc/protocol.gen';

export interface MessageGroup {
  /** Of the first message in it. */
  key: number;
  /** Set where a new day begins. */
  day: number | null;
  messages: [ChatMessage, ...ChatMessage[]];
}

const TOGETHER = 5 * 60_000;

/** Puts together what one sender wrote to the same people within some minutes of a day. */
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

/** What stands above the first group of a day; nothing above a log of today alone. */
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

/** Of this clock's time zone. */
function dayOf(time: number): string {
  return new Date(time).toDateString();
}
