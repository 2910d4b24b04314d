import { log, openChat, shown, texts, writeMany } from '../../support/chat.ts';
import { expect, type Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `message ${from + index}`);

/** Distance of a message from the top of the log, in px. */
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

test('history opens at the newest; scrolling up or a button brings older messages page by page', async ({
  person,
  wire,
}) => {
  const { link } = await server().createMeeting();
  const ben = await wire('Ben', link);
  await writeMany(ben.client, 1, 120);
  await ben.leave();
  const ana = await person('Ana', { devicesOff: true });
  await ana.join(link);
  await openChat(ana);
  await expect(shown(ana, 'message 120')).toBeInViewport();
  expect(await texts(ana)).toEqual(numbers(71, 120));

  await test.step('by scrolling', async () => {
    for (const [first, known] of [
      [21, 71],
      [1, 21],
    ] as const) {
      // Measured in the same task: older messages appear above right afterwards.
      const before = await log(ana).evaluate((element, wanted) => {
        element.scrollTop = 0;
        const text = [...element.querySelectorAll('.chat-text')].find(
          ({ textContent }) => textContent === wanted,
        );
        const top = text?.getBoundingClientRect().top ?? Number.NaN;
        return top - element.getBoundingClientRect().top;
      }, `message ${known}`);
      await expect(shown(ana, `message ${first}`)).toBeAttached();
      // The visible messages have not moved.
      expect(Math.abs((await placeOf(ana, `message ${known}`)) - before)).toBeLessThan(2);
    }
    expect(await texts(ana)).toEqual(numbers(1, 120));
    await expect(ana.button(button)).toHaveCount(0);
  });

  await test.step('who comes back finds the history again, each message once', async () => {
    await ana.leave();
    await ana.button('Rejoin').click();
    await ana.joinNow();
    await openChat(ana);
    await expect(shown(ana, 'message 120')).toBeVisible();
    expect(await texts(ana)).toEqual(numbers(71, 120));
  });

  await test.step('a button brings older messages too, for the keyboard', async () => {
    await ana.button(button).focus();
    await expect(shown(ana, 'message 21')).toBeAttached();
    // The click loaded only one further page.
    expect(await texts(ana)).toEqual(numbers(21, 120));
    await ana.button(button).focus();
    await ana.page.keyboard.press('Enter');
    await expect(shown(ana, 'message 1')).toBeAttached();
    expect(await texts(ana)).toEqual(numbers(1, 120));
    await expect(ana.button(button)).toHaveCount(0);
    // The button goes, and the focus moves to the log.
    await expect(log(ana)).toBeFocused();
  });
});

test('what was written on another day is under the name of the day', async ({ person, wire }) => {
  const { link } = await server().createMeeting();
  const ben = await wire('Ben', link);
  await writeMany(ben.client, 1, 1);
  await ben.leave();
  const ana = await person('Ana', { locale: 'en-GB', devicesOff: true });
  await ana.join(link);
  await openChat(ana);
  await expect(shown(ana, 'message 1')).toBeVisible();
  // Messages of today have no day label. The time follows the person's locale.
  await expect(log(ana)).not.toContainText(/today|yesterday/i);
  await expect(log(ana).locator('time')).toHaveText(/^\d\d:\d\d$/);

  const days = 24 * 60 * 60 * 1000;
  for (const [ahead, words] of [
    [days, /^Yesterday$/],
    [9 * days, /day,? \d+ \w+ \d{4}/],
  ] as const) {
    await ana.leave();
    await ana.page.clock.setFixedTime(Date.now() + ahead);
    await ana.join(link);
    await openChat(ana);
    await expect(shown(ana, 'message 1')).toBeVisible();
    await expect(log(ana).locator('.chat-day')).toHaveText(words);
  }
});
