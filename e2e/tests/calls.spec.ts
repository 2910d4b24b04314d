import type { Page } from '@playwright/test';

import { expectAccessible } from '../support/accessible.ts';
import { CallPage } from '../support/call-page.ts';
import { expectRising } from '../support/media.ts';
import { expect, test } from '../support/meeting.ts';
import { useServer } from '../support/server.ts';

const server = useServer({
  args: ['--stranger-calls-per-minute', '1000', '--persons-per-minute', '1000'],
});
const NOBODY = 'zuzu-zuzu-zuzu';

test.describe.configure({ timeout: 120_000 });

/** Fails when the page is loaded anew, which no end of a call needs. */
async function watchReloads(page: Page): Promise<() => Promise<boolean>> {
  await page.evaluate(() => {
    (window as { sameDocument?: boolean }).sameDocument = true;
  });
  return () => page.evaluate(() => (window as { sameDocument?: boolean }).sameDocument === true);
}

/** Whether a tone of that many Hz was begun on a page. */
function hears(page: Page, frequency: number): Promise<boolean> {
  return page.evaluate((hz) => window.e2e.tones.some((one) => Math.round(one) === hz), frequency);
}

test('an id is shared and kept; what is no id is said', async ({ person }) => {
  const ana = await CallPage.open(await person('Ana'), server().origin);
  const { page } = ana.person;
  const id = await ana.id();
  await ana.person.button('Copy my id').click();
  await expect(ana.person.toast('Id copied')).toBeVisible();
  await ana.person.field('Id to call').press('ControlOrMeta+V');
  await expect(ana.person.field('Id to call')).toHaveValue(id);
  await expect(page.getByRole('img', { name: id })).toBeVisible();
  await expectAccessible(page, 'the page of calls');
  const tab = await CallPage.openAgain(ana, server().origin);
  expect(await tab.id()).toBe(id);
  await tab.person.page.close();
  await page.reload();
  await expect(ana.person.button('Copy my id')).toBeVisible();
  expect(await ana.id()).toBe(id);
  await expect(ana.person.field('Your name')).toHaveValue('Ana');

  for (const [text, words] of [
    ['', /Enter the id/],
    ['nobody', /That is not an id/],
    [id.toUpperCase(), /your own id/],
  ] as const) {
    await ana.ring(text, 'Call');
    await expect(page.getByText(words)).toBeVisible();
  }
  await page.goto(`${server().origin}/call/${NOBODY}`);
  await expect(ana.person.field('Id to call')).toHaveValue(NOBODY);
  await page.goto(server().origin);
  await page.getByRole('link', { name: 'Call', exact: true }).click();
  await expect(ana.person.button('Video call')).toBeVisible();
});

test('a call that is not answered ends for its two, each way, and for nobody else', async ({
  person,
}) => {
  const ana = await CallPage.open(await person('Ana'), server().origin);
  const ben = await CallPage.open(await person('Ben'), server().origin);
  const cleo = await CallPage.open(await person('Cleo'), server().origin);
  const dan = await CallPage.open(await person('Dan'), server().origin);
  const seen = await dan.watch();
  const same = await Promise.all([ana, ben].map((one) => watchReloads(one.person.page)));
  const benId = await ben.id();

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
    await ana.expectHome(/gave up/);
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
    await ben.expectHome(/took/);
  });

  await test.step('no answer', async () => {
    await ana.ring(benId);
    await expect(ben.incoming('Ana')).toBeVisible();
    await expect(ben.incoming('Ana')).toBeHidden({ timeout: 45_000 });
    await ana.expectHome(/did not answer/);
  });

  await test.step('unavailable', async () => {
    await ana.ring(NOBODY);
    await ana.expectHome(/cannot be reached/);
  });
  await expect(cleo.recent).toHaveCount(1);
  await expect(ana.recent).toHaveCount(5);
  expect(await seen(), 'of the calls of others').toEqual([]);
  for (const check of same) expect(await check(), 'the page is the same').toBe(true);
});

test('two talk, one brings in a third, and each hangs up in turn', async ({ person }) => {
  const ana = await CallPage.open(await person('Ana'), server().origin);
  const ben = await CallPage.open(await person('Ben'), server().origin);
  const cleo = await CallPage.open(await person('Cleo'), server().origin);
  const [benId, cleoId] = [await ben.id(), await cleo.id()];

  await ana.ring(benId, 'Call');
  await ben.answer('Ana');
  await expectRising(ana.person.page, 'Ben', ['audioBytes']);
  await expectRising(ben.person.page, 'Ana', ['audioBytes']);
  await expect(ana.person.button('Turn on camera'), 'a voice call').toBeVisible();
  await ana.person.button('Turn on camera').click();
  await ben.person.button('Turn on camera').click();
  await CallPage.expectInCall([ana, ben]);

  await expectAccessible(ana.person.page, 'in a call');
  const video = await ana.person.tile('Ben').locator('video').elementHandle();
  await ana.person.button('Add person').click();
  const dialog = ana.person.page.getByRole('dialog', { name: 'Add person' });
  await dialog.getByRole('textbox', { name: 'Id to call' }).fill(cleoId);
  await dialog.getByRole('button', { name: 'Call', exact: true }).click();
  await cleo.answer('Ana');
  await cleo.person.button('Turn on camera').click();
  await CallPage.expectInCall([ana, ben, cleo]);
  expect(await video?.evaluate((element) => element.isConnected), 'without a cut').toBe(true);

  // Who rang both goes; the two go on.
  await ana.hangUp();
  await CallPage.expectInCall([ben, cleo]);
  await ben.hangUp();
  await expect(cleo.person.button('Copy my id')).toBeVisible();
  await expect(ana.recent).toHaveCount(2);
  await expect(ana.recent.first()).toContainText('Talked for');

  await test.step('the history calls back, and forgets', async () => {
    await ana.person.button('Ring Ben back').click();
    await ben.answer('Ana');
    await expect(ana.person.button('Hang up')).toBeVisible();
    await expectRising(ben.person.page, 'Ana', ['audioBytes']);
    await ben.hangUp();
    await ana.expectHome(/took/);
    await expect(ana.recent).toHaveCount(3);
    await ana.recent
      .first()
      .getByRole('button', { name: /^Delete Ben/ })
      .click();
    await expect(ana.recent).toHaveCount(2);
    await expect(ben.recent).toHaveCount(2);
  });
});

test('all tabs ring, one answers, and the call is taken up again after a reload', async ({
  person,
}) => {
  const ana = await CallPage.open(await person('Ana'), server().origin);
  const ben = await CallPage.open(await person('Ben'), server().origin);
  const other = await CallPage.openAgain(ben, server().origin);
  await ana.ring(await ben.id());
  for (const tab of [ben, other]) await expect(tab.incoming('Ana')).toBeVisible();
  await expect(other.person.page).toHaveTitle(/Incoming call from Ana/);
  const icon = other.person.page.locator('link[rel=icon][type="image/svg+xml"]');
  await expect(icon).toHaveAttribute('href', /ringing/);
  await expect.poll(() => hears(ana.person.page, 425), 'it rings there').toBe(true);
  // A page nobody has pressed anything on may not make a sound.
  await expect.poll(() => hears(ben.person.page, 523)).toBe(true);
  await other.answer('Ana');
  await expect(ben.incoming('Ana')).toBeHidden();
  await CallPage.expectInCall([ana, other]);
  for (const { person: one } of [ben, other]) {
    await expect(one.page).not.toHaveTitle(/Incoming call/);
  }
  await expect(icon).not.toHaveAttribute('href', /ringing/);
  await expect(ben.person.page.getByText('on another page')).toBeVisible();

  await other.person.page.reload();
  await CallPage.expectInCall([ana, other]);
  await ana.hangUp();
  await other.expectHome(/took/);
  await expect(ben.person.page.getByText('on another page')).toBeHidden();
  await expect(ben.recent).toHaveCount(1);
});

test('two who ring each other at once are connected', async ({ person }) => {
  const ana = await CallPage.open(await person('Ana'), server().origin);
  const ben = await CallPage.open(await person('Ben'), server().origin);
  const [anaId, benId] = [await ana.id(), await ben.id()];
  await ana.person.field('Id to call').fill(benId);
  await ben.person.field('Id to call').fill(anaId);
  // In the page, so that it is at once, and whatever has come over the button meanwhile.
  await Promise.all(
    [ana, ben].map((one) =>
      one.person.button('Video call').evaluate((button: HTMLButtonElement) => button.click()),
    ),
  );
  await CallPage.expectInCall([ana, ben]);
  await ben.hangUp();
  await ana.expectHome(/took/);
  for (const one of [ana, ben]) await expect(one.recent).toHaveCount(1);
});

test('the server is killed in mid-call, one hangs up, and the history is completed', async ({
  person,
}) => {
  const ana = await CallPage.open(await person('Ana'), server().origin);
  const ben = await CallPage.open(await person('Ben'), server().origin);
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
  // Past the server.
  await ben.expectHome(/took/);

  await server().restart();
  for (const one of [ana, ben]) {
    await expect(one.person.page.getByText('The server is away')).toBeHidden({ timeout: 30_000 });
    await expect(one.recent).toHaveCount(1);
    await expect(one.recent.first()).toContainText('Talked for');
  }
  for (const check of same) expect(await check(), 'the page is the same').toBe(true);
});

test('who has talked sees the other come and go, writes, and can be blocked', async ({
  person,
}) => {
  const ana = await CallPage.open(await person('Ana'), server().origin);
  const ben = await CallPage.open(await person('Ben'), server().origin);
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
  await ana.person.button('Ring Ben back').click();
  await ana.expectHome(/cannot be reached/);
  await expect(ben.incoming('Ana')).toHaveCount(0);
  await ben.person.button('Unblock Ana').click();
  await expect(people.getByRole('listitem')).toContainText('Online');
});
