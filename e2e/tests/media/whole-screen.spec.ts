import { type Browser, chromium } from '@playwright/test';

import { expectAccessible } from '../../support/accessible.ts';
import { CHROMIUM, chromiumArgs } from '../../support/browsers.ts';
import { expectRising } from '../../support/media.ts';
import { expect, Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

// These tests judge whether media flows, not its quality.
test.use({ smallCameras: true });

const server = useServer();

let monitors: Browser;
test.beforeAll(async () => {
  const args = chromiumArgs({ surface: 'monitor' });
  monitors = await chromium.launch({ executablePath: CHROMIUM, args });
});
test.afterAll(() => monitors.close());

/**
 * Runs in the page. Keeps the options of the latest picker in the attribute `data-asked`; the event
 * `end-screen` ends what is shared. The fake picker always returns a whole screen: with the
 * attribute `data-tab` this one returns a tab.
 */
function controlPicker(): void {
  const { getDisplayMedia } = navigator.mediaDevices;
  navigator.mediaDevices.getDisplayMedia = async (options) => {
    const { dataset } = document.documentElement;
    dataset.asked = JSON.stringify(options);
    const stream = await getDisplayMedia(options);
    document.addEventListener(
      'end-screen',
      () => {
        for (const track of stream.getTracks()) {
          track.stop();
          track.dispatchEvent(new Event('ended'));
        }
      },
      { once: true },
    );
    for (const track of dataset.tab ? stream.getVideoTracks() : []) {
      const settings = track.getSettings();
      track.getSettings = () => ({ ...settings, displaySurface: 'browser' });
    }
    return stream;
  };
}

const question = (person: Person) =>
  person.page.getByRole('alertdialog', { name: 'Share your whole screen?' });

/** True if a transport sends a screen track. */
function sends(person: Person): Promise<boolean> {
  return person.page.evaluate(() =>
    window.e2e
      .peers()
      .flatMap((peer) => peer.getSenders())
      .some(({ track }) => track?.contentHint === 'detail'),
  );
}

test('nobody sees a whole screen before it is confirmed', async ({ person }) => {
  const [ana, ben] = await Promise.all([
    person('Ana', { browser: monitors, prepare: controlPicker }),
    person('Ben'),
  ]);
  const { link } = await server().createMeeting();
  await Person.joinAll([ana, ben], link);
  await expectRising(ben.page, 'Ana');

  await test.step('the picker leaves out the tab and the sound of the meeting', async () => {
    await ana.button('Share screen').click();
    await expect(question(ana)).toBeVisible();
    const asked = await ana.page.evaluate(() => document.documentElement.dataset.asked ?? '{}');
    expect(JSON.parse(asked)).toMatchObject({
      audio: { restrictOwnAudio: true },
      selfBrowserSurface: 'exclude',
      surfaceSwitching: 'include',
      systemAudio: 'include',
    });
  });

  await test.step('a screen that ends while the question stands takes it along', async () => {
    await ana.page.evaluate(() => document.dispatchEvent(new Event('end-screen')));
    await expect(question(ana)).toHaveCount(0);
    await expect(ana.button('Share screen')).toBeVisible();
  });

  await ana.button('Share screen').click();
  await expect(question(ana)).toBeVisible();
  await expect(question(ana)).toContainText('Others will see everything on it');
  await expect(ana.button('Choose something else')).toBeFocused();
  await expectAccessible(ana.page, 'the question before sharing');

  // Anything sent earlier would have arrived before this.
  await ana.page.keyboard.press('Escape');
  // The screen is released: camera and microphone remain.
  await expect.poll(() => ana.page.evaluate(() => window.e2e.live().tracks)).toBe(2);
  await ana.button('Mute').click();
  await expect(ben.tile('Ana').getByText('Microphone off')).toBeAttached();
  await expect(ben.tiles).toHaveCount(2);
  expect(await sends(ana)).toBe(false);
  await expect(ana.button('Share screen')).toBeVisible();
  await ana.button('Unmute').click();

  await test.step('nor while the question stands', async () => {
    await ana.button('Share screen').click();
    await expect(question(ana)).toBeVisible();
    await ben.button('Share screen').click();
    await expect(ana.tile("Ben's screen")).toBeVisible();
    await ben.button('Stop sharing').click();
    await expect(ben.tiles).toHaveCount(2);
    expect(await sends(ana)).toBe(false);
  });

  await test.step('and then everybody does, oneself in a small preview', async () => {
    await ana.button('Share anyway').click();
    await expect(question(ana)).toHaveCount(0);
    await expect(ben.tile("Ana's screen")).toBeVisible();
    await expectRising(ben.page, 'Ana', ['screenFrames']);
    const own = ana.tile("Ana's screen (you)");
    await expect(own.locator('video'), 'a small preview').toHaveCSS('opacity', '1');
    // Enlarged it would contain itself.
    await ana.button("Pin Ana's screen (you)").click();
    await expect(own.getByText('You are sharing your screen')).toBeVisible();
    await expect(own.locator('video')).toHaveCSS('opacity', '0');
    await ana.button('Stop sharing').click();
    await expect(ben.tile("Ana's screen")).toHaveCount(0);
  });

  await test.step('something else can be chosen instead', async () => {
    await ana.button('Share screen').click();
    await expect(question(ana)).toBeVisible();
    await ana.page.evaluate(() => {
      document.documentElement.dataset.tab = 'yes';
    });
    await ana.button('Choose something else').click();
    await expect(ben.tile("Ana's screen")).toBeVisible();
    await expect(question(ana)).toHaveCount(0);
    await expectRising(ben.page, 'Ana', ['screenFrames']);
    // Another tab cannot contain this page, so it is shown.
    await expect(ana.tile("Ana's screen (you)").locator('video')).toHaveCSS('opacity', '1');
    // The first capture is released.
    expect(await ana.page.evaluate(() => window.e2e.live().tracks)).toBeLessThanOrEqual(4);
  });
});
