import type { Page } from '@playwright/test';

import { CHROMIUM, chromiumArgs } from '../../support/browsers.ts';
import { expectRising, sent } from '../../support/media.ts';
import { expect, Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

// These tests judge the size that fits a bandwidth, so frames must fill it.
test.use({
  launchOptions: { executablePath: CHROMIUM, args: chromiumArgs({ framesPerSecond: 20 }) },
});

const server = useServer();

async function openWindow(person: Person): Promise<Page> {
  const [page] = await Promise.all([
    person.context.waitForEvent('page'),
    person.button('Picture-in-picture').click(),
  ]);
  return page;
}

/** Playback time of the picture in the small window. */
function time(page: Page): Promise<number> {
  return page.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);
}

test('a small window shows the other, with mute and leave', async ({ person }) => {
  test.setTimeout(120_000);
  const [ana, ben] = await Promise.all([
    person('Ana'),
    person('Ben', {
      prepare: () => {
        Reflect.deleteProperty(window, 'documentPictureInPicture');
      },
    }),
  ]);
  const { link } = await server().createMeeting();
  await Person.joinAll([ana, ben], link);
  await expectRising(ana.page, 'Ben');

  await test.step('where a browser has no such window, the picture of one tile takes its place', async () => {
    await expectRising(ben.page, 'Ana');
    const shown = (): Promise<string | null> =>
      ben.page.evaluate(
        () =>
          document.pictureInPictureElement?.closest('[role=group]')?.getAttribute('aria-label') ??
          null,
      );

    await ben.button('Picture-in-picture').click();
    await expect.poll(shown).toBe('Ana');
    await ben.button('Close picture-in-picture').click();
    await expect.poll(shown).toBeNull();
    await ben.button('Picture-in-picture').click();
    await expect.poll(shown).toBe('Ana');

    await test.step('it is closed by the browser’s own button', async () => {
      await ben.page.evaluate(() => document.exitPictureInPicture());
      await expect(ben.button('Picture-in-picture')).toBeVisible();
    });
  });

  const small = await openWindow(ana);
  // Not the size of the test's own pages.
  await small.setViewportSize({ width: 360, height: 240 });
  await expect(small.getByRole('group', { name: 'Ben', exact: true })).toBeVisible();
  await expect(small.locator('video')).toHaveCSS('opacity', '1');
  const before = await time(small);
  await expect.poll(() => time(small)).toBeGreaterThan(before);

  await test.step('the styles have come along', async () => {
    await expect(small.locator('.tile')).toHaveCSS('overflow', 'hidden');
    expect(await ana.page.evaluate(() => window.e2e.violations)).toEqual([]);
  });

  await test.step('mute works there, and shows in the page', async () => {
    await small.getByRole('button', { name: 'Mute', exact: true }).click();
    await expect(small.getByRole('button', { name: 'Unmute', exact: true })).toBeVisible();
    await expect(ana.button('Unmute')).toBeVisible();
    await expect(ben.tile('Ana').getByText('Microphone off')).toBeAttached();
  });

  await test.step('whether the other is muted is seen', async () => {
    await ben.button('Mute').click();
    await expect(small.getByText('Microphone off')).toBeAttached();
  });

  await test.step('it goes on while the page is hidden', async () => {
    await ana.page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { value: true, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    // Ben sends no more pixels than the window shows.
    await expect
      .poll(async () => (await sent(ben.page, 'Ana'))?.height ?? 0, { timeout: 20_000 })
      .toBeLessThan(400);
    const { frames = 0 } = (await sent(ben.page, 'Ana')) ?? {};
    await expect
      .poll(async () => (await sent(ben.page, 'Ana'))?.frames ?? 0)
      .toBeGreaterThan(frames);
    await ana.page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { value: false, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
  });

  await test.step('a screen is shown before a face', async () => {
    await ben.button('Share screen').click();
    await expect(small.getByRole('group', { name: "Ben's screen", exact: true })).toBeVisible();
    await ben.button('Stop sharing').click();
    await expect(small.getByRole('group', { name: 'Ben', exact: true })).toBeVisible();
  });

  await test.step('closing it leads back', async () => {
    await ana.button('Close picture-in-picture').click();
    await expect.poll(() => small.isClosed()).toBe(true);
    await expect(ana.button('Picture-in-picture')).toBeVisible();
    const again = await openWindow(ana);
    await expect(again.locator('video')).toHaveCSS('opacity', '1');
    await again.close();
    await expect(ana.button('Picture-in-picture')).toBeVisible();
  });

  await test.step('and leaving in it leaves', async () => {
    const last = await openWindow(ana);
    await last.getByRole('button', { name: 'Leave', exact: true }).click();
    await expect(ana.heading('You left the meeting')).toBeVisible();
    await expect.poll(() => last.isClosed()).toBe(true);
    await expect(ben.tile('Ana')).toHaveCount(0);
  });
});
