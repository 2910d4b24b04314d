import { CHROMIUM, chromiumArgs } from '../../support/browsers.ts';
import { expectRising, expectStill, sent } from '../../support/media.ts';
import { expect, Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

// These tests judge the size that fits a bandwidth, so frames must fill it.
test.use({
  launchOptions: { executablePath: CHROMIUM, args: chromiumArgs({ framesPerSecond: 20 }) },
});

const server = useServer();

/** Waits until the height of `person`'s camera, as encoded for `name`, is within bounds. */
async function expectHeight(
  person: Person,
  name: string,
  [least, most]: [number, number],
  source: 'camera' | 'screen' = 'camera',
): Promise<void> {
  const message = `the height of ${person.name}'s ${source} for ${name}`;
  const height = async () => (await sent(person.page, name, source))?.height ?? 0;
  await expect.poll(height, { message, timeout: 30_000 }).toBeLessThanOrEqual(most);
  await expect.poll(height, { message, timeout: 30_000 }).toBeGreaterThanOrEqual(least);
}

test('what is sent follows the size at which it is seen; what nobody sees is not sent', async ({
  person,
}) => {
  test.setTimeout(180_000);
  const [ana, ben, cleo] = await Promise.all([person('Ana'), person('Ben'), person('Cleo')]);
  const { link } = await server().createMeeting();
  await Person.joinAll([ana, ben, cleo], link);
  await expectRising(ana.page, 'Ben');
  await expectHeight(ben, 'Ana', [240, 480]);

  await test.step('smaller where it is small', async () => {
    await ana.button('Pin Cleo').click();
    await expectHeight(ben, 'Ana', [90, 180]);
    await expectRising(ana.page, 'Ben');
    // Ben's picture for Cleo is unaffected.
    await expectHeight(ben, 'Cleo', [240, 720]);
  });

  await test.step('larger where it is pinned', async () => {
    await ana.button('Pin Ben').click();
    await expectHeight(ben, 'Ana', [360, 720]);
    await expectRising(ana.page, 'Ben');
  });

  await test.step('a screen too', async () => {
    await ben.button('Share screen').click();
    await expect(ana.tile("Ben's screen")).toBeVisible();
    await expectHeight(ben, 'Ana', [90, 360], 'screen');
    await ana.button("Pin Ben's screen").click();
    await expectHeight(ben, 'Ana', [480, 1080], 'screen');
    await ben.button('Stop sharing').click();
  });

  await cleo.leave();
  await expect(ana.tiles).toHaveCount(2);
  await expectRising(ana.page, 'Ben');

  const setHidden = (hidden: boolean) =>
    ana.page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { value, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);

  await test.step('it is not sent behind another tab, and comes back at once', async () => {
    await setHidden(true);
    await expect.poll(async () => (await sent(ben.page, 'Ana'))?.active).toBe(false);
    await expectStill(ana.page, 'Ben', 'frames');
    // The sound goes on, and so does media in the other direction.
    await expectRising(ana.page, 'Ben', ['audioBytes', 'audioEnergy']);
    await expectRising(ben.page, 'Ana');
    await setHidden(false);
    await expect.poll(async () => (await sent(ben.page, 'Ana'))?.active).toBe(true);
    await expectRising(ana.page, 'Ben');
  });

  await test.step('it is not taken for a bad connection', async () => {
    await expect(ana.tile('Ben').getByText(/(Reconnecting|Could not connect)/)).toHaveCount(0);
    await expect(ana.tile('Ben').locator('video')).toHaveCSS('opacity', '1');
  });

  await test.step('behind what fills the screen', async () => {
    await ana.page.setViewportSize({ width: 1280, height: 800 });
    // The tile moves and grows with the page; its buttons show once the pointer is over it.
    await ana.tile('Ana (you)').hover();
    await ana.button('Show Ana (you) in full screen').click();
    await expect
      .poll(() => ana.page.evaluate(() => document.fullscreenElement !== null))
      .toBe(true);
    await expect.poll(async () => (await sent(ben.page, 'Ana'))?.active).toBe(false);
    await ana.page.keyboard.press('Escape');
    await expect.poll(async () => (await sent(ben.page, 'Ana'))?.active).toBe(true);
    await expectRising(ana.page, 'Ben');
  });
});

test('a page that cannot tell gets the picture as before', async ({ person }) => {
  const [ana, ben] = await Promise.all([
    person('Ana', {
      prepare: () => {
        RTCPeerConnection.prototype.createDataChannel = () =>
          Object.assign(new EventTarget(), { close: () => {} }) as unknown as RTCDataChannel;
      },
    }),
    person('Ben'),
  ]);
  const { link } = await server().createMeeting();
  await Person.joinAll([ana, ben], link);
  await Promise.all([expectRising(ana.page, 'Ben'), expectRising(ben.page, 'Ana')]);
  await expectHeight(ben, 'Ana', [360, 720]);
});
