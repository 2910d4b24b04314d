import { networkInterfaces } from 'node:os';

import type { Browser } from 'puppeteer-core';

import { FirefoxPerson, launchFirefox } from '../../support/firefox.ts';
import { expectRising } from '../../support/media.ts';
import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

// These tests judge whether media flows, not its quality.
test.use({ smallCameras: true });

const server = useServer({ address: '0.0.0.0', args: ['--media-port', '0', '--mesh-max', '1'] });

// Firefox does not reach a server of which it knows only loopback addresses.
const interfaces = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
test.skip(
  interfaces.every(({ internal }) => internal),
  'this machine has no network interface',
);

let firefox: Browser;
test.beforeAll(async () => {
  firefox = await launchFirefox();
});
test.afterAll(() => firefox.close());

test('Firefox and two Chromiums meet through the server', async ({ person }) => {
  test.setTimeout(120_000);
  const [ana, ben] = await Promise.all([person('Ana'), person('Ben')]);
  const fox = await FirefoxPerson.open(firefox, 'Fox');
  const { link } = await server().createMeeting();
  await fox.join(link);
  await ana.join(link);
  await ben.join(link);
  await Promise.all([
    expectRising(ana.page, 'Fox'),
    expectRising(ben.page, 'Fox'),
    expectRising(fox, 'Ana'),
    expectRising(fox, 'Ben'),
  ]);

  await test.step('Firefox turns its camera off and on', async () => {
    await fox.press('Turn off camera');
    await expect(ana.tile('Fox').getByText('Camera off')).toBeAttached();
    await fox.press('Turn on camera');
    await expectRising(ana.page, 'Fox');
  });

  await test.step('the server is killed and started again', async () => {
    await server().kill();
    await expect(ana.banner).toBeVisible();
    await server().restart();
    await expect(ana.banner).toBeHidden({ timeout: 30_000 });
    await expectRising(ana.page, 'Fox', undefined, 40_000);
    await expectRising(fox, 'Ana', undefined, 40_000);
  });
  expect(fox.errors).toEqual([]);
});
