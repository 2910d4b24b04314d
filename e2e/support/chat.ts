import type { Locator } from '@playwright/test';

import type { ChatMessage } from '../../web/src/protocol/protocol.gen.ts';
import { expect, type Person } from './meeting.ts';
import type { Client } from './signaling.ts';

export function log(person: Person): Locator {
  return person.page.getByRole('log', { name: 'Chat messages' });
}

/** Message or other text in the log, by its full text. */
export function shown(person: Person, text: string): Locator {
  return log(person).getByText(text, { exact: true });
}

/** Message with its buttons and marks, found by its text. */
export function message(person: Person, text: string): Locator {
  return log(person)
    .locator('.chat-message')
    .filter({ has: person.page.getByText(text, { exact: true }) });
}

/** Group of one sender's messages with its heading: sender, time and receiver. */
export function group(person: Person, text: string): Locator {
  return log(person)
    .locator('.chat-group')
    .filter({ has: person.page.getByText(text, { exact: true }) });
}

export async function openChat(...people: Person[]): Promise<void> {
  for (const person of people) {
    await person.button('Chat').click();
    await expect(log(person)).toBeVisible();
    await expect(log(person)).toHaveAttribute('aria-busy', 'false');
  }
}

export async function write(person: Person, text: string): Promise<void> {
  await person.field('Message').fill(text);
  await person.button('Send').click();
}

/** Holds a finger on a message until its actions show. */
export async function longPress(person: Person, text: string): Promise<void> {
  const target = message(person, text);
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (!box) throw new Error(`no message ${text}`);
  const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const session = await person.context.newCDPSession(person.page);
  const touch = (type: 'touchStart' | 'touchEnd', touchPoints: (typeof point)[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints });
  await touch('touchStart', [point]);
  await expect(target).toHaveAttribute('data-pressed');
  await touch('touchEnd', []);
  await session.detach();
}

/** Texts of the log in order, each on one line. */
export function texts(person: Person): Promise<string[]> {
  return log(person).locator('.chat-text').allInnerTexts();
}

/** Sends `count` numbered messages over signaling, starting at `from`. */
export async function writeMany(client: Client, from: number, count: number): Promise<void> {
  for (let n = from; n < from + count; n += 1) {
    await client.ok<ChatMessage>('send_chat', { client_id: `many-${n}`, text: `message ${n}` });
  }
}

/** True if the log's last line is visible. */
export function isAtEnd(person: Person): Promise<boolean> {
  return log(person).evaluate(
    ({ scrollTop, scrollHeight, clientHeight }) => scrollHeight - scrollTop - clientHeight < 2,
  );
}
