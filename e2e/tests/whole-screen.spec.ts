import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium } from '@playwright/test';

import { CHROMIUM, chromiumArgs } from '../support/browsers.ts';
import { expectRising } from '../support/media.ts';
import { expect, type Person, type PersonOptions, test } from '../support/meeting.ts';
import { useServer } from '../support/server.ts';

const server = useServer();

let monitors: Browser;
test.beforeAll(async () => {
  const args = chromiumArgs({ surface: 'monitor' });
  monitors = await chromium.launch({ executablePath: CHROMIUM, args });
});
test.afterAll(() => monitors.close());

type Open = (name: string, options?: PersonOptions) => Promise<Person>;

/** Ana, whose picker gives a whole screen, and Ben. */
async function meet(person: Open, prepare?: () => void): Promise<[Person, Person]> {
  const ana = await person('Ana', { browser: monitors, ...(prepare && { prepare }) });
  const ben = await person('Ben');
  const { link } = await server().createMeeting();
  await ana.join(link);
  await ben.join(link);
  await expectRising(ben.page, 'Ana');
  return [ana, ben];
}

const question = (person: Person) =>
  person.page.getByRole('alertdialog', { name: 'Share your whole screen?' });

/** Whether anything of a screen is sent, by the tracks of the transports. */
function sends(person: Person): Promise<boolean> {
  return person.page.evaluate(() =>
    window.e2e
      .peers()
      .flatMap((peer) => peer.getSenders())
      .some(({ track }) => track?.contentHint === 'detail'),
  );
}

test('nobody sees a whole screen before it is confirmed', async ({ person }) => {
  const [ana, ben] = await meet(person);
  await ana.button('Share screen').click();
  await expect(question(ana)).toBeVisible();
  await expect(question(ana)).toContainText('You are about to share your whole screen');
  await expect(ana.button('Choose something else')).toBeFocused();
  const { violations, passes } = await new AxeBuilder({ page: ana.page }).analyze();
  expect(passes.length).toBeGreaterThan(5);
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target}`)).toEqual([]);

  // Whatever was on its way would have come by the time that this has.
  await ana.page.keyboard.press('Escape');
  await ana.button('Mute').click();
  await expect(ben.tile('Ana').getByText('Microphone off')).toBeAttached();
  await expect(ben.tiles).toHaveCount(2);
  expect(await sends(ana)).toBe(false);
  await expect(ana.button('Share screen')).toBeVisible();
  expect(await ana.page.evaluate(() => window.e2e.live().tracks)).toBe(2);

  await test.step('nor while the question stands', async () => {
    await ana.button('Share screen').click();
    await expect(question(ana)).toBeVisible();
    await ben.button('Share screen').click();
    await expect(ana.tile("Ben's screen")).toBeVisible();
    await ben.button('Stop sharing').click();
    await expect(ben.tiles).toHaveCount(2);
    expect(await sends(ana)).toBe(false);
  });

  await test.step('and then everybody does, but oneself', async () => {
    await ana.button('Share anyway').click();
    await expect(question(ana)).toHaveCount(0);
    await expect(ben.tile("Ana's screen")).toBeVisible();
    await expectRising(ben.page, 'Ana', ['screenFrames']);
    const own = ana.tile("Ana's screen (you)");
    await expect(own.getByText('You are sharing your screen')).toBeVisible();
    await expect(own.locator('video')).toHaveCSS('opacity', '0');
    await ana.button('Stop sharing').click();
    await expect(ben.tile("Ana's screen")).toHaveCount(0);
  });
});

test('something else can be chosen instead', async ({ person }) => {
  const [ana, ben] = await meet(person, () => {
    // The fake picker always gives the same: the second time it is a tab.
    const { getDisplayMedia } = navigator.mediaDevices;
    let asked = 0;
    navigator.mediaDevices.getDisplayMedia = async (options) => {
      const stream = await getDisplayMedia(options);
      asked += 1;
      if (asked < 2) return stream;
      for (const track of stream.getVideoTracks()) {
        const settings = track.getSettings();
        track.getSettings = () => ({ ...settings, displaySurface: 'browser' });
      }
      return stream;
    };
  });
  await ana.button('Share screen').click();
  await ana.button('Choose something else').click();
  await expect(ben.tile("Ana's screen")).toBeVisible();
  await expect(question(ana)).toHaveCount(0);
  await expectRising(ben.page, 'Ana', ['screenFrames']);
  // Another tab cannot mirror itself: it is seen as it is.
  await expect(ana.tile("Ana's screen (you)").locator('video')).toHaveCSS('opacity', '1');
  // The first one is let go of.
  expect(await ana.page.evaluate(() => window.e2e.live().tracks)).toBeLessThanOrEqual(4);
});

test('a screen that ends while the question stands takes it along', async ({ person }) => {
  const [ana] = await meet(person, () => {
    const { getDisplayMedia } = navigator.mediaDevices;
    navigator.mediaDevices.getDisplayMedia = async (options) => {
      const stream = await getDisplayMedia(options);
      document.addEventListener('end-screen', () => {
        for (const track of stream.getTracks()) {
          track.stop();
          track.dispatchEvent(new Event('ended'));
        }
      });
      return stream;
    };
  });
  await ana.button('Share screen').click();
  await expect(question(ana)).toBeVisible();
  await ana.page.evaluate(() => document.dispatchEvent(new Event('end-screen')));
  await expect(question(ana)).toHaveCount(0);
  await expect(ana.button('Share screen')).toBeVisible();
});

test('the picker leaves out the tab of the meeting', async ({ person }) => {
  const [ana] = await meet(person, () => {
    const { getDisplayMedia } = navigator.mediaDevices;
    navigator.mediaDevices.getDisplayMedia = (options) => {
      document.documentElement.dataset.asked = JSON.stringify(options);
      return getDisplayMedia(options);
    };
  });
  await ana.button('Share screen').click();
  await expect(question(ana)).toBeVisible();
  const asked = await ana.page.evaluate(() => document.documentElement.dataset.asked ?? '{}');
  expect(JSON.parse(asked)).toMatchObject({
    audio: true,
    selfBrowserSurface: 'exclude',
    surfaceSwitching: 'include',
    systemAudio: 'include',
  });
});
