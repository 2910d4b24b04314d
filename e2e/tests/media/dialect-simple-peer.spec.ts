import { type Browser, expect, type Page, test } from '@playwright/test';

import { Site } from '../../support/dialects/site.ts';
import { instrument, makeCamerasSmall } from '../../support/instrument.ts';
import { expectRising } from '../../support/media.ts';
import { Server } from '../../support/server.ts';

let site: Site;
let meeting: Server;
test.beforeAll(async () => {
  site = await Site.start('direct-call');
  const args = ['--dialects', 'direct-call', '--allowed-origins', site.origin];
  meeting = await Server.start({ args });
});
test.afterAll(async () => {
  await meeting.dispose();
  await site.stop();
});

async function openPage(browser: Browser, trickle: boolean): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.addInitScript(instrument);
  await page.addInitScript(makeCamerasSmall);
  const query = new URLSearchParams({
    server: `${meeting.origin}/direct-call`,
    trickle: String(trickle),
  });
  await page.goto(`${site.origin}/?${query}`);
  await expect(page.locator('#me')).toHaveText(/^[\w-]{14,}$/);
  await expect(page.locator('#state')).toHaveText('ready');
  return page;
}

for (const trickle of [false, true]) {
  test(`two see and hear each other, trickling ${trickle ? 'candidates' : 'nothing'}`, async ({
    browser,
  }) => {
    const [ana, ben] = await Promise.all([openPage(browser, trickle), openPage(browser, trickle)]);
    const state = (page: Page) => page.locator('#state');
    const expectConnected = async (page: Page): Promise<void> => {
      await expect(state(page)).toHaveText('connected');
      await expectRising(page, 'Other');
    };
    // Repeats on the same pages: the first call must not disturb the second.
    for (const [caller, callee] of [
      [ana, ben],
      [ben, ana],
    ] as const) {
      await caller.fill('#name', 'Ana');
      await caller.fill('#other', (await callee.textContent('#me')) ?? '');
      await caller.click('#call');
      await expect(callee.locator('#ringing')).toContainText('Ana is calling');
      await callee.click('#answer');
      await Promise.all([caller, callee].map(expectConnected));
      await callee.click('#leave');
      await expect(state(caller)).toHaveText('ended');
      await expect(state(callee)).toHaveText('left');
    }
    // Both call at once: one call rings, and the other side answers it.
    await ana.fill('#other', (await ben.textContent('#me')) ?? '');
    await Promise.all([ana.click('#call'), ben.click('#call')]);
    const ringing = (page: Page) => page.locator('#ringing').isVisible();
    await expect
      .poll(async () => [await ringing(ana), await ringing(ben)].sort())
      .toEqual([false, true]);
    const second = (await ringing(ana)) ? ana : ben;
    await expect(state(second)).toHaveText(/busy|error/);
    await second.click('#answer');
    await Promise.all([ana, ben].map(expectConnected));
    await second.click('#leave');
    await expect(state(second === ana ? ben : ana)).toHaveText('ended');

    await ana.click('#call');
    await expect(ben.locator('#ringing')).toBeVisible();
    await ana.close();
    await expect(state(ben)).toHaveText('ended');
    await ben.context().close();
  });
}
