import type { Browser } from 'puppeteer-core';

import { FirefoxPerson, launchFirefox } from '../../support/firefox.ts';
import { expectRising, expectStill } from '../../support/media.ts';
import { expect, SOON, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

// These tests judge whether media flows, not its quality.
test.use({ smallCameras: true });

const server = useServer();

let firefox: Browser;
test.beforeAll(async () => {
  firefox = await launchFirefox();
});
test.afterAll(() => firefox.close());

for (const first of ['Chromium', 'Firefox'] as const) {
  test(`Chromium and Firefox in one meeting, ${first} first`, async ({ person }) => {
    test.setTimeout(120_000);
    const chrome = await person('Chrome');
    const fox = await FirefoxPerson.open(firefox, 'Fox');
    const { link } = await server().createMeeting();
    if (first === 'Chromium') await chrome.join(link);
    await fox.join(link);
    if (first === 'Firefox') await chrome.join(link);

    await expect(chrome.tile('Fox')).toBeVisible();
    await Promise.all([
      expectRising(chrome.page, 'Fox', ['frames', 'audioBytes', 'audioEnergy']),
      expectRising(fox, 'Chrome', ['frames', 'audioBytes']),
    ]);

    await test.step('Firefox switches off and on', async () => {
      const seen = chrome.tile('Fox');
      await fox.press('Turn off camera');
      await expect(seen.getByText('Camera off')).toBeAttached();
      await expectStill(chrome.page, 'Fox', 'frames');
      await fox.press('Mute');
      await expect(seen.getByText('Microphone off')).toBeAttached();
      await expectStill(chrome.page, 'Fox', 'audioEnergy');
      await fox.press('Turn on camera');
      await fox.press('Unmute');
      await expect(seen.getByText(/(Camera|Microphone) off/)).toHaveCount(0);
      await expectRising(chrome.page, 'Fox', ['frames', 'audioBytes', 'audioEnergy']);
    });

    await test.step('Chromium switches off and on', async () => {
      await chrome.button('Turn off camera').click();
      await expect.poll(() => fox.tileText('Chrome')).toContain('Camera off');
      await expectStill(fox, 'Chrome', 'frames');
      await chrome.button('Turn on camera').click();
      await expect.poll(() => fox.tileText('Chrome')).not.toContain('Camera off');
      await expectRising(fox, 'Chrome');
    });

    await test.step('Chromium is sharing their screen', async () => {
      await chrome.button('Share screen').click();
      await expect.poll(() => fox.tileText("Chrome's screen")).not.toBeNull();
      await Promise.all([
        expectRising(fox, 'Chrome', ['frames', 'audioBytes', 'screenFrames']),
        expectRising(chrome.page, 'Fox'),
      ]);
      await chrome.button('Stop sharing').click();
      await expect.poll(() => fox.tileText("Chrome's screen")).toBeNull();
      await expectRising(fox, 'Chrome');
    });

    await test.step('Firefox leaves', async () => {
      await fox.press('Leave');
      await expect(chrome.tile('Fox')).toHaveCount(0, { timeout: SOON });
      await expect
        .poll(() => fox.evaluate(() => window.e2e.live(), null))
        .toEqual({
          peerConnections: 0,
          tracks: 0,
          audioContexts: 0,
          webSockets: 0,
        });
    });
    expect(fox.errors).toEqual([]);

    await test.step('a tab of Firefox that is closed is gone at once', async () => {
      await fox.press('Rejoin');
      await fox.press('Join now');
      await expectRising(chrome.page, 'Fox');
      await fox.page.close();
      await expect(chrome.tile('Fox')).toHaveCount(0, { timeout: SOON });
    });
  });
}
