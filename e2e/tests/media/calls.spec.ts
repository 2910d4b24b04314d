import type { Page } from '@playwright/test';

import { expectAccessible } from '../../support/accessible.ts';
import { CallPage } from '../../support/call-page.ts';
import { expectRising } from '../../support/media.ts';
import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

// These tests judge whether media flows, not its quality.
test.use({ smallCameras: true });

const server = useServer({
  args: ['--stranger-calls-per-minute', '1000', '--persons-per-minute', '1000'],
});
const NOBODY = 'zuzu-zuzu-zuzu';

test.describe.configure({ timeout: 120_000 });

/** Detects a reload of the page, which no end of a call needs. */
async function watchReloads(page: Page): Promise<() => Promise<boolean>> {
  await page.evaluate(() => {
    (window as { sameDocument?: boolean }).sameDocument = true;
  });
  return () => page.evaluate(() => (window as { sameDocument?: boolean }).sameDocument === true);
}

/** True if the page has started a tone of this frequency (Hz). */
function hears(page: Page, frequency: number): Promise<boolean> {
  return page.evaluate((hz) => window.e2e.tones.some((one) => Math.round(one) === hz), frequency);
}

test('a call that is not answered ends for its two, each way, and for nobody else', async ({
  person,
}) => {
  const [ana, ben, cleo, dan, eve, fay] = await Promise.all([
    CallPage.open(person('Ana'), server().origin),
    CallPage.open(person('Ben'), server().origin),
    CallPage.open(person('Cleo'), server().origin),
    CallPage.open(person('Dan'), server().origin),
    CallPage.open(person('Eve'), server().origin),
    CallPage.open(person('Fay'), server().origin),
  ]);
  const seen = await dan.watch();
  const same = await Promise.all([ana, ben, eve, fay].map((one) => watchReloads(one.person.page)));
  const benId = await ben.id();

  // An unanswered call rings for half a minute.
  await eve.ring(await fay.id());
  await expect(fay.incoming('Eve')).toBeVisible();

  await test.step('declined', async () => {
    await ana.ring(benId.toUpperCase().replaceAll('-', ' '));
    await expect(ben.incoming('Ana')).toBeVisible();
    await expect(ana.person.button('Cancel')).toBeVisible();
    await expectAccessible(ben.person.page, 'it rings');
    await expectAccessible(ana.person.page, 'it rings there');
    await ben.incoming('Ana').getByRole('button', { name: 'Decline', exact: true }).click();
    await ana.expectHome(/declined/);
    await expect(ben.incoming('Ana')).toBeHidden();
  });

  await test.step('cancelled', async () => {
    await ana.ring(benId, 'Call');
    await expect(ben.incoming('Ana')).toBeVisible();
    await ana.person.button('Cancel').click();
    await expect(ben.incoming('Ana')).toBeHidden();
    await ana.expectHome(/cancelled the call/);
    await expect(ben.recent.first()).toContainText('Missed');
  });

  await test.step('busy', async () => {
    await cleo.ring(benId);
    await expect(ben.incoming('Cleo')).toBeVisible();
    await ben.answer('Cleo');
    await CallPage.expectInCall([ben, cleo]);
    await ana.ring(benId);
    await ana.expectHome(/in another call/);
    await expect(ben.incoming('Ana')).toHaveCount(0);
    await cleo.hangUp();
    await ben.expectHome(/Call ended ·/);
  });

  await test.step('unavailable', async () => {
    await ana.ring(NOBODY);
    await ana.expectHome(/cannot be reached/);
  });
  await test.step('no answer', async () => {
    await expect(fay.incoming('Eve')).toBeHidden({ timeout: 45_000 });
    await eve.expectHome(/did not answer/);
  });
  await expect(cleo.recent).toHaveCount(1);
  await expect(ana.recent).toHaveCount(4);
  await expect(eve.recent).toHaveCount(1);
  expect(await seen(), 'of the calls of others').toEqual([]);
  for (const check of same) expect(await check(), 'the page is the same').toBe(true);
});

test('all tabs ring, one answers; two talk, one brings in a third, and each hangs up in turn', async ({
  person,
}) => {
  const [ana, ben, cleo] = await Promise.all([
    CallPage.open(person('Ana'), server().origin),
    CallPage.open(person('Ben'), server().origin),
    CallPage.open(person('Cleo'), server().origin),
  ]);

  await test.step('all tabs ring, one answers, and the call is taken up again after a reload', async () => {
    const other = await CallPage.openAgain(ben, server().origin);
    await ana.ring(await ben.id());
    for (const tab of [ben, other]) await expect(tab.incoming('Ana')).toBeVisible();
    await expect(other.person.page).toHaveTitle(/Incoming call from Ana/);
    const icon = other.person.page.locator('link[rel=icon][type="image/svg+xml"]');
    await expect(icon).toHaveAttribute('href', /ringing/);
    await expect.poll(() => hears(ana.person.page, 425), 'it rings there').toBe(true);
    // A page without a user gesture may not play sound.
    await expect.poll(() => hears(ben.person.page, 523)).toBe(true);
    await other.answer('Ana');
    await expect(ben.incoming('Ana')).toBeHidden();
    await CallPage.expectInCall([ana, other]);
    for (const { person: one } of [ben, other]) {
      await expect(one.page).not.toHaveTitle(/Incoming call/);
    }
    await expect(icon).not.toHaveAttribute('href', /ringing/);
    await expect(ben.person.page.getByText('in another tab')).toBeVisible();

    await other.person.page.reload();
    await CallPage.expectInCall([ana, other]);
    await ana.hangUp();
    await other.expectHome(/Call ended ·/);
    await expect(ben.person.page.getByText('in another tab')).toBeHidden();
    await expect(ben.recent).toHaveCount(1);
    await other.person.page.close();
  });

  const [benId, cleoId] = [await ben.id(), await cleo.id()];

  await ana.ring(benId, 'Call');
  await ben.answer('Ana');
  await Promise.all([
    expectRising(ana.person.page, 'Ben', ['audioBytes']),
    expectRising(ben.person.page, 'Ana', ['audioBytes']),
  ]);
  await expect(ana.person.button('Turn on camera'), 'a voice call').toBeVisible();
  await ana.person.button('Turn on camera').click();
  await ben.person.button('Turn on camera').click();
  await CallPage.expectInCall([ana, ben]);

  await expectAccessible(ana.person.page, 'in a call');
  const video = await ana.person.tile('Ben').locator('video').elementHandle();
  await ana.person.button('Add person').click();
  const dialog = ana.person.page.getByRole('dialog', { name: 'Add person' });
  await dialog.getByRole('textbox', { name: 'ID to call' }).fill(cleoId);
  await dialog.getByRole('button', { name: 'Call', exact: true }).click();
  await cleo.answer('Ana');
  await cleo.person.button('Turn on camera').click();
  await CallPage.expectInCall([ana, ben, cleo]);
  expect(await video?.evaluate((element) => element.isConnected), 'without a cut').toBe(true);

  // The person who called both leaves; the other two go on.
  await ana.hangUp();
  await CallPage.expectInCall([ben, cleo]);
  await ben.hangUp();
  await expect(cleo.person.button('Copy my ID')).toBeVisible();
  await expect(ana.recent).toHaveCount(3);
  await expect(ana.recent.first()).toContainText('Talked for');

  await test.step('the history calls back, and forgets', async () => {
    await ana.person.button('Call Ben back').first().click();
    await ben.answer('Ana');
    await expect(ana.person.button('Hang up')).toBeVisible();
    await expectRising(ben.person.page, 'Ana', ['audioBytes']);
    await ben.hangUp();
    await ana.expectHome(/Call ended ·/);
    await expect(ana.recent).toHaveCount(4);
    await ana.recent
      .first()
      .getByRole('button', { name: /^Delete call with Ben/ })
      .click();
    await expect(ana.recent).toHaveCount(3);
    await expect(ben.recent).toHaveCount(3);
  });
});

test('two ring each other at once, talk on without the server, see each other come and go', async ({
  person,
}) => {
  const [ana, ben] = await Promise.all([
    CallPage.open(person('Ana'), server().origin),
    CallPage.open(person('Ben'), server().origin),
  ]);

  await test.step('two who ring each other at once are connected', async () => {
    const [anaId, benId] = [await ana.id(), await ben.id()];
    await ana.person.field('ID to call').fill(benId);
    await ben.person.field('ID to call').fill(anaId);
    // Clicks in the page: simultaneous, and independent of anything that covers the button.
    await Promise.all(
      [ana, ben].map((one) =>
        one.person.button('Video call').evaluate((button: HTMLButtonElement) => button.click()),
      ),
    );
    await CallPage.expectInCall([ana, ben]);
    await ben.hangUp();
    await ana.expectHome(/Call ended ·/);
    for (const one of [ana, ben]) await expect(one.recent).toHaveCount(1);
  });

  await test.step('the server is killed in mid-call, one hangs up, and the history is completed', async () => {
    const same = await Promise.all([ana, ben].map((one) => watchReloads(one.person.page)));
    await ana.ring(await ben.id());
    await ben.answer('Ana');
    await CallPage.expectInCall([ana, ben]);

    await test.step('it goes on over a restart', async () => {
      await server().kill();
      await expect(ana.person.banner).toBeVisible();
      await CallPage.expectInCall([ana, ben]);
      await server().restart();
      await expect(ana.person.banner).toBeHidden({ timeout: 30_000 });
      await expect(ben.person.banner).toBeHidden({ timeout: 30_000 });
      await CallPage.expectInCall([ana, ben]);
    });

    await server().kill();
    await expect(ana.person.banner).toBeVisible();
    await expect(ben.person.banner).toBeVisible();
    await CallPage.expectInCall([ana, ben]);
    await ana.hangUp();
    // The hang-up reaches Ben without the server.
    await ben.expectHome(/Call ended ·/);

    await server().restart();
    for (const one of [ana, ben]) {
      await expect(one.person.page.getByText('You are offline, so no one can call you')).toBeHidden(
        { timeout: 30_000 },
      );
      await expect(one.recent).toHaveCount(2);
      await expect(one.recent.first()).toContainText('Talked for');
    }
    for (const check of same) expect(await check(), 'the page is the same').toBe(true);
  });

  await test.step('who has talked sees the other come and go, writes, and can be blocked', async () => {
    await ana.ring(await ben.id(), 'Call');
    await ben.answer('Ana');
    await expect(ana.person.button('Hang up')).toBeVisible();
    await expectRising(ana.person.page, 'Ben', ['audioBytes']);
    await ana.hangUp();
    const people = ana.person.page.getByRole('list', { name: 'People', exact: true });
    await expect(people.getByRole('listitem')).toContainText('Online');

    await ben.person.page.goto('about:blank');
    await expect(people.getByRole('listitem')).toContainText('Offline');
    await people.getByRole('button', { name: 'Write to Ben' }).click();
    const chat = ana.person.page.getByRole('dialog', { name: 'Messages with Ben' });
    await chat.getByRole('textbox', { name: 'Message' }).fill('<b>are you there?</b>');
    await chat.getByRole('textbox', { name: 'Message' }).press('Enter');
    await expect(chat.getByText('<b>are you there?</b>')).toBeVisible();
    await chat.getByRole('button', { name: 'Close' }).click();

    await ben.person.page.goto(`${server().origin}/call`);
    const known = ben.person.page.getByRole('list', { name: 'People', exact: true });
    await expect(known).toContainText('1 new message');
    await known.getByRole('button', { name: 'Write to Ana' }).click();
    const read = ben.person.page.getByRole('dialog', { name: 'Messages with Ana' });
    await expect(read.getByText('<b>are you there?</b>')).toBeVisible();
    await read.getByRole('button', { name: 'Close' }).click();
    await expect(known).not.toContainText('new message');

    await ben.recent.first().getByRole('button', { name: 'Block Ana' }).click();
    await expect(people.getByRole('listitem')).toContainText('Offline');
    await ana.person.button('Call Ben back').first().click();
    await ana.expectHome(/cannot be reached/);
    await expect(ben.incoming('Ana')).toHaveCount(0);
    await ben.person.button('Unblock Ana').first().click();
    await expect(people.getByRole('listitem')).toContainText('Online');
  });
});
