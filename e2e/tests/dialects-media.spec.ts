import { expect, type Page } from '@playwright/test';
import { Site } from '../support/dialects/site.ts';
import { frames } from '../support/dialects.ts';
import { expectRising } from '../support/media.ts';
import { Person, test } from '../support/meeting.ts';
import { useServer } from '../support/server.ts';

/*
 * Pages that do what the clients of other systems do, with nothing of ours in them: media flows between those of one kind,
 * of different kinds, and our own.
 */

const site = await Site.start('rooms');
test.afterAll(() => site.stop());
const server = useServer({ args: ['--dialects', 'all', '--allowed-origins', site.origin] });

type Client = 'interview-ai' | 'rooms' | 'videomeet' | 'elexico';

/** A page of that client, in that room. */
async function open(page: Page, client: Client, query: Record<string, string>): Promise<Page> {
  const asked = new URLSearchParams({ server: server().origin, client, ...query });
  await page.goto(`${site.origin}/${client === 'interview-ai' ? client : 'mesh'}.html?${asked}`);
  await expect
    .poll(() => page.evaluate(() => document.querySelector('video')?.srcObject != null))
    .toBe(true);
  return page;
}

/** Pictures keep coming in `count` remote videos. */
async function expectPictures(page: Page, count: number): Promise<void> {
  await expect.poll(() => frames(page).then((all) => all.length), { timeout: 20_000 }).toBe(count);
  const before = await frames(page);
  await expect
    .poll(async () => (await frames(page)).every((now, index) => now > (before[index] ?? 0) + 5), {
      timeout: 20_000,
    })
    .toBe(true);
}

test('interview-ai: both see each other and the same clock', async ({ context }) => {
  const participant = await open(await context.newPage(), 'interview-ai', {
    room: 'interview 1',
    role: 'participant',
  });
  const interviewer = await open(await context.newPage(), 'interview-ai', {
    room: 'interview 1',
    role: 'interviewer',
  });
  // The interviewer came last: nobody has joined since, so it comes again, as people do who see nothing.
  await expect(interviewer.locator('#local')).toBeVisible();
  await participant.reload();
  for (const page of [interviewer, participant]) await expectPictures(page, 1);
  await interviewer.click('#start');
  await expect(interviewer.locator('#time')).toHaveText('00:02');
  const times = await Promise.all(
    [interviewer, participant].map((page) => page.locator('#time').innerText()),
  );
  expect(new Set(times).size).toBeLessThanOrEqual(2);
  await interviewer.click('#camera');
  await expect(participant.locator('#status')).toHaveText('Cam off');
});

for (const client of ['rooms', 'videomeet', 'elexico'] as const) {
  test(`${client}: three see each other, and who leaves is gone`, async ({ context }) => {
    const pages: Page[] = [];
    for (let count = 1; count <= 3; count++) {
      pages.push(await open(await context.newPage(), client, { room: `${client} 1` }));
      for (const page of pages) await expectPictures(page, count - 1);
    }
    await pages[1]?.close();
    for (const page of [pages[0], pages[2]]) {
      if (page) await expect(page.locator('#remotes video')).toHaveCount(1);
    }
  });
}

test('clients of three systems and our own see each other', async ({ browser, context }) => {
  const room = { room: 'all of them' };
  const rooms = await open(await context.newPage(), 'rooms', room);
  const person = await Person.open(browser, 'Nat');
  await person.join(`${server().origin}/r/${encodeURIComponent(room.room)}`);
  await expectRising(person.page, 'Rob');
  await expectPictures(rooms, 1);
  const videomeet = await open(await context.newPage(), 'videomeet', room);
  const elexico = await open(await context.newPage(), 'elexico', room);
  for (const page of [rooms, videomeet, elexico]) await expectPictures(page, 3);
  for (const name of ['Rob', 'Vic', 'Eve']) await expectRising(person.page, name);
  await person.context.close();
});
