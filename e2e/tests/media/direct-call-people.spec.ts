import { type Browser, expect, type Page } from '@playwright/test';

import { CallPage } from '../../support/call-page.ts';
import { openChat, shown, write } from '../../support/chat.ts';
import { Site } from '../../support/dialects/site.ts';
import { instrument, makeCamerasSmall } from '../../support/instrument.ts';
import { expectRising } from '../../support/media.ts';
import { test } from '../../support/meeting.ts';
import { Server } from '../../support/server.ts';

let site: Site;
let meeting: Server;
test.beforeAll(async () => {
  site = await Site.start('direct-call');
  meeting = await Server.start({ args: ['--allowed-origins', site.origin] });
});
test.afterAll(async () => {
  await meeting.dispose();
  await site.stop();
});

/** Page of the original system; only its URL names this server. */
async function openGuest(browser: Browser, trickle: boolean): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.addInitScript(instrument);
  await page.addInitScript(makeCamerasSmall);
  const server = `${meeting.origin}/direct-call`;
  await page.goto(`${site.origin}/?${new URLSearchParams({ server, trickle: String(trickle) })}`);
  await expect(page.locator('#state')).toHaveText('ready');
  await expect(page.locator('#me')).not.toBeEmpty();
  return page;
}

for (const trickle of [false, true]) {
  test(`a guest of /direct-call and a person see and hear each other, ${
    trickle ? 'trickling candidates' : 'with whole descriptions'
  }`, async ({ browser, person }) => {
    const ana = await CallPage.open(person('Ana'), meeting.origin);
    const guest = await openGuest(browser, trickle);
    const expectMedia = (name: string) =>
      Promise.all([expectRising(ana.person.page, name), expectRising(guest, 'Other')]);

    await test.step('the guest calls, and the person hangs up', async () => {
      await guest.fill('#name', 'Gus');
      await guest.fill('#other', await ana.id());
      await guest.click('#call');
      await ana.answer('Gus');
      await expectMedia('Gus');
      await openChat(ana.person);
      await guest.fill('#message', 'hello page');
      await guest.click('#send');
      await expect(shown(ana.person, 'hello page')).toBeVisible();
      await write(ana.person, 'hello guest');
      await expect(guest.locator('#read')).toHaveText('hello guest');
      await ana.hangUp();
      await expect(guest.locator('#state')).toHaveText('ended');
    });

    await test.step('the person calls, and the guest hangs up', async () => {
      await ana.ring((await guest.textContent('#me')) ?? '');
      await expect(guest.locator('#ringing')).toContainText('Ana is calling');
      await guest.click('#answer');
      await expectMedia('Gus');
      await guest.click('#leave');
      await ana.expectHome(/Call ended ·/);
    });
    await guest.context().close();
  });
}
