import type { Browser } from 'puppeteer-core';

import { CallPage } from '../../support/call-page.ts';
import { FirefoxPerson, launchFirefox } from '../../support/firefox.ts';
import { expectRising } from '../../support/media.ts';
import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

// These tests judge whether media flows, not its quality.
test.use({ smallCameras: true });

const server = useServer({
  args: ['--stranger-calls-per-minute', '1000', '--persons-per-minute', '1000'],
});

test.describe.configure({ timeout: 120_000 });

let firefox: Browser;
test.beforeAll(async () => {
  firefox = await launchFirefox();
});
test.afterAll(() => firefox.close());

test('Firefox rings Chromium, and Chromium Firefox', async ({ person }) => {
  const ana = await CallPage.open(await person('Ana'), server().origin);
  const fox = await FirefoxPerson.open(firefox, 'Fox');
  await fox.page.goto(`${server().origin}/call/${await ana.id()}`);
  const name = await fox.page.waitForSelector('aria/Your name[role="textbox"]');
  await name?.type('Fox');
  await fox.page.waitForSelector('aria/Copy my ID[role="button"]');
  await fox.press('Video call');
  await ana.answer('Fox');
  await expectRising(ana.person.page, 'Fox', ['frames', 'audioBytes']);
  await expectRising(fox, 'Ana', ['frames', 'audioBytes']);
  await ana.hangUp();
  await fox.page.waitForSelector('aria/Copy my ID[role="button"]');

  await ana.person.button('Call Fox back').click();
  await fox.page.waitForSelector('aria/Incoming call from Ana[role="alertdialog"]');
  // The person answers later than Firefox, with a prepared answer, waits for candidates.
  const rang = Date.now();
  await expect.poll(() => Date.now() - rang, { timeout: 20_000 }).toBeGreaterThan(6_000);
  await fox.press('Answer');
  await expectRising(ana.person.page, 'Fox', ['frames', 'audioBytes']);
  await expectRising(fox, 'Ana', ['frames', 'audioBytes']);
  await fox.press('Hang up');
  await ana.expectHome(/Call ended ·/);
  expect(fox.errors).toEqual([]);
});
