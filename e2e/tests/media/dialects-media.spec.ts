import { expect, type Page } from '@playwright/test';
import { Site } from '../../support/dialects/site.ts';
import { frames } from '../../support/dialects.ts';
import { makeCamerasSmall } from '../../support/instrument.ts';
import { expectRising } from '../../support/media.ts';
import { test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

/*
 * Media between clients of other systems, and between them and our own client. The pages behave
 * like the original clients and contain none of our code.
 */

// These tests judge whether media flows, not its quality.
test.use({ smallCameras: true });
test.beforeEach(({ context }) => context.addInitScript(makeCamerasSmall));

const site = await Site.start('rooms');
test.afterAll(() => site.stop());
const server = useServer({ args: ['--dialects', 'all', '--allowed-origins', site.origin] });

type Client = 'interview-ai' | 'rooms' | 'videomeet' | 'elexico';

/** Uncaught errors of the pages of other systems. */
const errors: string[] = [];
test.afterEach(() => {
  expect(errors.splice(0)).toEqual([]);
});

/** Opens a page of this client in this room. */
async function open(page: Page, client: Client, query: Record<string, string>): Promise<Page> {
  page.on('pageerror', (error) => errors.push(`${client}: ${error.stack ?? error}`));
  const asked = new URLSearchParams({ server: server().origin, client, ...query });
  await page.goto(`${site.origin}/${client === 'interview-ai' ? client : 'mesh'}.html?${asked}`);
  await expect
    .poll(() => page.evaluate(() => document.querySelector('video')?.srcObject != null))
    .toBe(true);
  return page;
}

/** Asserts that `count` remote videos keep receiving pictures. */
async function expectPictures(page: Page, count: number): Promise<void> {
  await expect.poll(() => frames(page).then((all) => all.length), { timeout: 20_000 }).toBe(count);
  const before = await frames(page);
  await expect
    .poll(async () => (await frames(page)).every((now, index) => now > (before[index] ?? 0) + 5), {
      timeout: 20_000,
      intervals: [150],
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
  // The interviewer came last and offers only to later ones: the participant reloads.
  await expect(interviewer.locator('#local')).toBeVisible();
  await participant.reload();
  await Promise.all([interviewer, participant].map((page) => expectPictures(page, 1)));
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
      await Promise.all(pages.map((page) => expectPictures(page, count - 1)));
    }
    await pages[1]?.close();
    for (const page of [pages[0], pages[2]]) {
      if (page) await expect(page.locator('#remotes video')).toHaveCount(1);
    }
  });
}

for (const offers of ['newcomer', 'present'] as const) {
  for (const first of ['elexico', 'our own page'] as const) {
    test(`two of elexico and our page, ${first} first: the ${offers} offers`, async ({
      person,
      context,
    }) => {
      const room = { room: `elexico and ours, ${first}, ${offers}` };
      const nat = await person('Nat');
      const join = () => nat.join(`${server().origin}/r/${encodeURIComponent(room.room)}`);
      if (first === 'our own page') await join();
      const eve = await open(await context.newPage(), 'elexico', { ...room, offers, name: 'Eve' });
      if (first === 'elexico') await join();
      await Promise.all([expectPictures(eve, 1), expectRising(nat.page, 'Eve')]);
      const fay = await open(await context.newPage(), 'elexico', { ...room, offers, name: 'Fay' });
      await Promise.all([
        ...[eve, fay].map((page) => expectPictures(page, 2)),
        ...['Eve', 'Fay'].map((name) => expectRising(nat.page, name)),
      ]);
      for (const page of [eve, fay]) {
        const pairs = await page.evaluate(async () => {
          const { peers } = await import('./mesh.js' as string);
          return [...peers.values()].map((peer: RTCPeerConnection) => ({
            state: peer.connectionState,
            candidates: peer.remoteDescription?.sdp.match(/^a=candidate:/gm)?.length ?? 0,
          }));
        });
        expect(pairs).toHaveLength(2);
        for (const { state, candidates } of pairs) {
          expect(state).toBe('connected');
          expect(candidates, 'candidates that were signaled apart').toBeGreaterThan(0);
        }
      }
    });
  }
}

for (const first of ['interview-ai', 'our own page'] as const) {
  for (const role of ['interviewer', 'participant'] as const) {
    test(`an ${role} of interview-ai and our page, ${first} first`, async ({ person, context }) => {
      const room = `${role} and ours, ${first}`;
      const nat = await person('Nat');
      const join = () => nat.join(`${server().origin}/r/${encodeURIComponent(room)}`);
      if (first === 'our own page') await join();
      const page = await open(await context.newPage(), 'interview-ai', { room, role });
      if (first === 'interview-ai') await join();
      await Promise.all([expectPictures(page, 1), expectRising(nat.page, 'Guest')]);
    });
  }
}

test('clients of three systems and our own see each other', async ({ person, context }) => {
  const room = { room: 'all of them' };
  const rooms = await open(await context.newPage(), 'rooms', room);
  const nat = await person('Nat');
  await nat.join(`${server().origin}/r/${encodeURIComponent(room.room)}`);
  await expectRising(nat.page, 'Rob');
  await expectPictures(rooms, 1);
  const videomeet = await open(await context.newPage(), 'videomeet', room);
  const elexico = await open(await context.newPage(), 'elexico', room);
  await Promise.all([
    ...[rooms, videomeet, elexico].map((page) => expectPictures(page, 3)),
    ...['Rob', 'Vic', 'Eve'].map((name) => expectRising(nat.page, name)),
  ]);
});
