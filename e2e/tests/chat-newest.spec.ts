import { isAtEnd, log, openChat, shown, write, writeMany } from '../support/chat.ts';
import { expect, type Person, test } from '../support/meeting.ts';
import { useServer } from '../support/server.ts';
import { Client } from '../support/signaling.ts';

const server = useServer();

/** Ana with more messages than fit, and Ben who goes on writing. */
async function read(person: (name: string) => Promise<Person>) {
  const { id, link } = await server().createMeeting();
  const ben = await Client.connect(server().origin);
  await ben.join(id, 'Ben');
  await writeMany(ben, 1, 40);
  const ana = await person('Ana');
  await ana.join(link);
  await openChat(ana);
  await expect(shown(ana, 'message 40')).toBeInViewport();
  return { ana, ben };
}

async function scrollUp(ana: Person): Promise<number> {
  await log(ana).hover();
  await ana.page.mouse.wheel(0, -700);
  await expect.poll(() => isAtEnd(ana)).toBe(false);
  // The browser may take some frames for it.
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

test('who reads along keeps to the newest', async ({ person }) => {
  const { ana, ben } = await read(person);
  await writeMany(ben, 41, 5);
  await expect(shown(ana, 'message 45')).toBeInViewport();
  await expect.poll(() => isAtEnd(ana)).toBe(true);
  await expect(pill(ana, 'new message')).toHaveCount(0);
  ben.close();
});

test('who has scrolled up stays there, is told how many came, and gets to them', async ({
  person,
}) => {
  const { ana, ben } = await read(person);
  const place = await scrollUp(ana);
  await writeMany(ben, 41, 1);
  await expect(pill(ana, '1 new message')).toBeVisible();
  await writeMany(ben, 42, 2);
  await expect(pill(ana, '3 new messages')).toBeVisible();
  expect(await log(ana).evaluate(({ scrollTop }) => scrollTop)).toBe(place);
  await expect(shown(ana, 'message 43')).not.toBeInViewport();

  await pill(ana, '3 new messages').click();
  await expect(shown(ana, 'message 43')).toBeInViewport();
  await expect(pill(ana, 'new message')).toHaveCount(0);
  await writeMany(ben, 44, 1);
  await expect(shown(ana, 'message 44')).toBeInViewport();
  await expect(pill(ana, 'new message')).toHaveCount(0);
  ben.close();
});

test('scrolling down to the newest is enough, too', async ({ person }) => {
  const { ana, ben } = await read(person);
  await scrollUp(ana);
  await writeMany(ben, 41, 2);
  await expect(pill(ana, '2 new messages')).toBeVisible();
  await log(ana).hover();
  await ana.page.mouse.wheel(0, 5_000);
  await expect(pill(ana, 'new message')).toHaveCount(0);
  await expect.poll(() => isAtEnd(ana)).toBe(true);
  ben.close();
});

test('what one writes oneself is shown at once, wherever one has scrolled', async ({ person }) => {
  const { ana, ben } = await read(person);
  await scrollUp(ana);
  await write(ana, 'my own');
  await expect(shown(ana, 'my own')).toBeInViewport();
  ben.close();
});

test('the newest stays in sight when the page changes its shape', async ({ person }) => {
  const { ana, ben } = await read(person);
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
  ben.close();
});

test('while the chat is closed its button counts what others write, not what one writes', async ({
  person,
}) => {
  const { ana, ben } = await read(person);
  await write(ana, 'my own');
  await expect(log(ana)).not.toContainText('Sending');
  await ana.button('Chat').click();
  await expect(log(ana)).toHaveCount(0);
  await writeMany(ben, 41, 2);
  await expect(ana.button('Chat')).toHaveAccessibleDescription('2 unread messages');
  await expect(ana.button('Chat')).toContainText('2');
  await writeMany(ben, 43, 1);
  await expect(ana.button('Chat')).toHaveAccessibleDescription('3 unread messages');
  await ana.button('Chat').click();
  await expect(shown(ana, 'message 43')).toBeInViewport();
  await expect(ana.button('Chat')).not.toHaveAccessibleDescription(/unread/);
  ben.close();
});

test('what comes in the moment one scrolls up is all new', async ({ person }) => {
  const ana = await person('Ana');
  const { id, link } = await server().createMeeting();
  await ana.join(link);
  await openChat(ana);
  const ben = await Client.connect(server().origin);
  await ben.join(id, 'Ben');
  await writeMany(ben, 1, 60);
  // Each time another frame, another order of what the browser and the page get to know.
  for (let round = 1; round <= 12; round += 1) {
    await log(ana).evaluate((element) => element.scrollTo(0, 200));
    await writeMany(ben, round * 100, 3);
    await expect(ana.button('3 new messages')).toBeVisible();
    await ana.button('3 new messages').click();
    await expect(ana.button('3 new messages')).toHaveCount(0);
  }
  ben.close();
});
