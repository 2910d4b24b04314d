import { isAtEnd, log, openChat, shown, write, writeMany } from '../../support/chat.ts';
import { expect, type Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

async function scrollUp(ana: Person): Promise<number> {
  await log(ana).hover();
  await ana.page.mouse.wheel(0, -700);
  await expect.poll(() => isAtEnd(ana)).toBe(false);
  // Scrolling may take some frames.
  let last = -1;
  await expect
    .poll(async () => {
      const before = last;
      last = await log(ana).evaluate(({ scrollTop }) => scrollTop);
      return last === before;
    })
    .toBe(true);
  return last;
}

const pill = (ana: Person, name: string) => log(ana).locator('..').getByRole('button', { name });

test('the log keeps to the newest message unless one has scrolled up', async ({ person, wire }) => {
  const { link } = await server().createMeeting();
  const { client: ben } = await wire('Ben', link);
  await writeMany(ben, 1, 40);
  const ana = await person('Ana', { devicesOff: true });
  await ana.join(link);
  await openChat(ana);
  await expect(shown(ana, 'message 40')).toBeInViewport();

  await test.step('the newest stays in sight when the page changes its shape', async () => {
    for (const [width, height] of [
      [1920, 1080],
      [360, 640],
      [640, 360],
      [1280, 800],
    ] as const) {
      await ana.page.setViewportSize({ width, height });
      await expect.poll(() => isAtEnd(ana)).toBe(true);
      await expect(shown(ana, 'message 40')).toBeInViewport();
    }
  });

  await test.step('who reads along keeps to the newest', async () => {
    await writeMany(ben, 41, 5);
    await expect(shown(ana, 'message 45')).toBeInViewport();
    await expect.poll(() => isAtEnd(ana)).toBe(true);
    await expect(pill(ana, 'new message')).toHaveCount(0);
  });

  await test.step('who has scrolled up stays there, is told how many came, and gets to them', async () => {
    const place = await scrollUp(ana);
    await writeMany(ben, 46, 1);
    await expect(pill(ana, '1 new message')).toBeVisible();
    await writeMany(ben, 47, 2);
    await expect(pill(ana, '3 new messages')).toBeVisible();
    expect(await log(ana).evaluate(({ scrollTop }) => scrollTop)).toBe(place);
    await expect(shown(ana, 'message 48')).not.toBeInViewport();

    await pill(ana, '3 new messages').click();
    await expect(shown(ana, 'message 48')).toBeInViewport();
    await expect(pill(ana, 'new message')).toHaveCount(0);
    await writeMany(ben, 49, 1);
    await expect(shown(ana, 'message 49')).toBeInViewport();
    await expect(pill(ana, 'new message')).toHaveCount(0);
  });

  await test.step('scrolling down to the newest is enough, too', async () => {
    await scrollUp(ana);
    await writeMany(ben, 50, 2);
    await expect(pill(ana, '2 new messages')).toBeVisible();
    await log(ana).hover();
    await ana.page.mouse.wheel(0, 5_000);
    await expect(pill(ana, 'new message')).toHaveCount(0);
    await expect.poll(() => isAtEnd(ana)).toBe(true);
  });

  await test.step('what one writes oneself is shown at once, wherever one has scrolled', async () => {
    await scrollUp(ana);
    await write(ana, 'my own');
    await expect(shown(ana, 'my own')).toBeInViewport();
    await expect(log(ana)).not.toContainText('Sending');
  });

  await test.step('while the chat is closed its button counts what others write, not what one writes', async () => {
    await ana.button('Chat').click();
    await expect(log(ana)).toHaveCount(0);
    await writeMany(ben, 52, 2);
    await expect(ana.button('Chat')).toHaveAccessibleDescription('2 unread messages');
    await expect(ana.button('Chat')).toContainText('2');
    await writeMany(ben, 54, 1);
    await expect(ana.button('Chat')).toHaveAccessibleDescription('3 unread messages');
    await ana.button('Chat').click();
    await expect(shown(ana, 'message 54')).toBeInViewport();
    await expect(ana.button('Chat')).not.toHaveAccessibleDescription(/unread/);
  });

  await test.step('what comes in the moment one scrolls up is all new', async () => {
    // Each round may hit another order of the browser's and the page's events.
    for (let round = 1; round <= 12; round += 1) {
      await log(ana).evaluate((element) => element.scrollTo(0, 200));
      await writeMany(ben, round * 100, 3);
      await expect(ana.button('3 new messages')).toBeVisible();
      await ana.button('3 new messages').click();
      await expect(ana.button('3 new messages')).toHaveCount(0);
    }
  });
});
