import { log, openChat, shown, texts, writeMany } from '../support/chat.ts';
import { expect, type Person, test } from '../support/meeting.ts';
import { useServer } from '../support/server.ts';
import { Client } from '../support/signaling.ts';

const server = useServer();

const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `message ${from + index}`);

/** A meeting in which Ben has written 120 messages, and Ana, who comes after that. */
async function late(person: (name: string) => Promise<Person>): Promise<Person> {
  const { id, link } = await server().createMeeting();
  const ben = await Client.connect(server().origin);
  await ben.join(id, 'Ben');
  await writeMany(ben, 1, 120);
  ben.close();
  const ana = await person('Ana');
  await ana.join(link);
  return ana;
}

/** How far below the top of the log a message is. */
function placeOf(ana: Person, text: string): Promise<number> {
  return log(ana).evaluate((element, wanted) => {
    const found = [...element.querySelectorAll('.chat-text')].find(
      ({ textContent }) => textContent === wanted,
    );
    if (!found) throw new Error(`${wanted} is not there`);
    return found.getBoundingClientRect().top - element.getBoundingClientRect().top;
  }, text);
}

const button = 'Show older messages';

test('history opens at the newest, and scrolling up brings older messages page by page', async ({
  person,
}) => {
  const ana = await late(person);
  await openChat(ana);
  await expect(shown(ana, 'message 120')).toBeInViewport();
  expect(await texts(ana)).toEqual(numbers(71, 120));

  for (const [first, known] of [
    [21, 71],
    [1, 21],
  ] as const) {
    // Read in the same breath: after it, older ones come in above.
    const before = await log(ana).evaluate((element, wanted) => {
      element.scrollTop = 0;
      const text = [...element.querySelectorAll('.chat-text')].find(
        ({ textContent }) => textContent === wanted,
      );
      const top = text?.getBoundingClientRect().top ?? Number.NaN;
      return top - element.getBoundingClientRect().top;
    }, `message ${known}`);
    await expect(shown(ana, `message ${first}`)).toBeAttached();
    // What one was reading has not moved.
    expect(Math.abs((await placeOf(ana, `message ${known}`)) - before)).toBeLessThan(2);
  }
  expect(await texts(ana)).toEqual(numbers(1, 120));
  await expect(ana.button(button)).toHaveCount(0);
});

test('a button brings older messages too, for the keyboard', async ({ person }) => {
  const ana = await late(person);
  await openChat(ana);
  await ana.button(button).focus();
  await expect(shown(ana, 'message 21')).toBeAttached();
  // Only what came into sight by then was asked for by that.
  expect(await texts(ana)).toEqual(numbers(21, 120));
  await ana.button(button).focus();
  await ana.page.keyboard.press('Enter');
  await expect(shown(ana, 'message 1')).toBeAttached();
  expect(await texts(ana)).toEqual(numbers(1, 120));
  await expect(ana.button(button)).toHaveCount(0);
  // With it goes the focus, into the log and not out of the chat.
  await expect(log(ana)).toBeFocused();
});

test('who comes back finds the history again, each message once', async ({ person }) => {
  const ana = await late(person);
  await openChat(ana);
  await expect(shown(ana, 'message 120')).toBeVisible();
  await ana.leave();
  await ana.button('Rejoin').click();
  await ana.joinNow();
  await openChat(ana);
  await expect(shown(ana, 'message 120')).toBeVisible();
  expect(await texts(ana)).toEqual(numbers(71, 120));
});

test('what was written on another day is under the name of the day', async ({ person }) => {
  const { id, link } = await server().createMeeting();
  const ben = await Client.connect(server().origin);
  await ben.join(id, 'Ben');
  await writeMany(ben, 1, 1);
  ben.close();
  const ana = await person('Ana', { locale: 'en-GB' });
  await ana.join(link);
  await openChat(ana);
  await expect(shown(ana, 'message 1')).toBeVisible();
  // All of it is of today: no word of that. The time is as this person writes it.
  await expect(log(ana)).not.toContainText(/today|yesterday/i);
  await expect(log(ana).locator('time')).toHaveText(/^\d\d:\d\d$/);

  const days = 24 * 60 * 60 * 1000;
  for (const [ahead, words] of [
    [days, /^Yesterday$/],
    [9 * days, /day,? \d+ \w+ \d{4}/],
  ] as const) {
    const later = await person('Cleo', { locale: 'en-GB' });
    await later.page.clock.setFixedTime(Date.now() + ahead);
    await later.join(link);
    await openChat(later);
    await expect(shown(later, 'message 1')).toBeVisible();
    await expect(log(later).locator('.chat-day')).toHaveText(words);
    await later.leave();
  }
});
