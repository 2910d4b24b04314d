import { expect, it } from 'vitest';

import type { ChatMessage } from '../../protocol/protocol.gen';
import { dayMark, groupMessages } from './groups';

const NOON = new Date(2026, 10, 20, 12).getTime();
const MINUTE = 60_000;

function message(id: number, from: string, minutes: number, to?: string): ChatMessage {
  const sent_at = NOON + minutes * MINUTE;
  const base = { id, client_id: `c${id}`, from, from_name: from, text: 'x', sent_at };
  return to === undefined ? base : { ...base, to, to_name: to };
}

const shape = (messages: ChatMessage[]) =>
  groupMessages(messages).map(({ messages }) => messages.map(({ id }) => id));

it('groups what one sender wrote to the same people in a few minutes', () => {
  expect(
    shape([
      message(1, 'ana', 0),
      message(2, 'ana', 4),
      message(3, 'ben', 4),
      message(4, 'ana', 5),
      message(5, 'ana', 6, 'ben'),
      message(6, 'ana', 20, 'ben'),
    ]),
  ).toEqual([[1, 2], [3], [4], [5], [6]]);
});

it('marks where a day begins', () => {
  const days = groupMessages([message(1, 'ana', 719), message(2, 'ana', 721)]);
  expect(days.map(({ day }) => day !== null)).toEqual([true, true]);
  expect(groupMessages([message(1, 'ana', 0), message(2, 'ben', 1)])[1]?.day).toBeNull();
});

it('names today, yesterday and days before, but not today alone', () => {
  const day = 24 * 60;
  const groups = groupMessages([
    message(1, 'ana', -2 * day),
    message(2, 'ana', -day),
    message(3, 'ana', 0),
    message(4, 'ben', 1),
  ]);
  const marks = groups.map((group, index) => dayMark(group, index === 0, NOON + 5 * MINUTE));
  expect(marks).toEqual(['date', 'yesterday', 'today', null]);
  const [only] = groupMessages([message(1, 'ana', 0)]);
  expect(only && dayMark(only, true, NOON)).toBeNull();
});
