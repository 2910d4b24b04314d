import { type Browser, chromium } from '@playwright/test';

import { CHROMIUM, chromiumArgs } from '../../support/browsers.ts';
import { expectRising } from '../../support/media.ts';
import { expect, Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

// These tests judge which devices are used, not the quality of their pictures.
test.use({ smallCameras: true });

const server = useServer();

/** Usable fake cameras: Chromium's second and third give depth and JPEG, not pictures. */
const [FIRST, LAST] = [0, 3];
let browser: Browser;
test.beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: chromiumArgs({ cameras: LAST + 1 }),
  });
});
test.afterAll(() => browser.close());

test('prejoin shows the devices, that they work, and remembers the choice', async ({ person }) => {
  const ana = await person('Ana', { browser });
  const { link } = await server().createMeeting();
  await ana.page.goto(link);

  for (const name of ['Camera', 'Microphone', 'Speaker']) {
    await expect(ana.combobox(name).getByRole('option').first()).toContainText(/fake/i);
  }
  await expect(ana.combobox('Camera').getByRole('option')).toHaveCount(LAST + 1);
  const preview = ana.page.getByRole('region', { name: 'Camera preview' }).locator('video');
  await expect(preview).toHaveCSS('opacity', '1');
  await expect(preview).toHaveCSS('scale', '-1 1');

  await test.step('the level moves', async () => {
    const meter = ana.page.getByRole('meter', { name: 'Microphone level' });
    await expect
      .poll(async () => Number(await meter.getAttribute('aria-valuenow')), { intervals: [100] })
      .toBeGreaterThan(5);
  });

  await test.step('the speaker is tested', async () => {
    await ana.button('Test speaker').click();
    await expect(ana.button('Playing…')).toBeVisible();
    await expect(ana.button('Test speaker')).toBeVisible();
  });

  await test.step('choices are remembered', async () => {
    const [camera, microphone] = [ana.combobox('Camera'), ana.combobox('Microphone')];
    await camera.selectOption({ index: LAST });
    await microphone.selectOption({ index: 1 });
    await expect(preview).toHaveCSS('opacity', '1');
    const chosen = [await camera.inputValue(), await microphone.inputValue()];
    await ana.field('Your name').fill('Ana');
    await ana.button('Mute').click();
    await ana.joinNow();
    await expect(ana.button('Unmute')).toBeVisible();

    await ana.page.goto(link);
    await expect(ana.field('Your name')).toHaveValue('Ana');
    await expect(camera).toHaveValue(chosen[0] ?? '');
    await expect(microphone).toHaveValue(chosen[1] ?? '');
    await expect(ana.button('Unmute')).toBeVisible();
    const used = await preview.evaluate(
      (video: HTMLVideoElement) =>
        (video.srcObject as MediaStream).getVideoTracks()[0]?.getSettings().deviceId ?? null,
    );
    expect(used).toBe(chosen[0]);
  });
});

test('another camera and microphone are taken in the meeting, without renegotiation; an unplugged camera is replaced', async ({
  person,
}) => {
  const [ana, ben] = await Promise.all([person('Ana', { browser }), person('Ben', { browser })]);
  const { link } = await server().createMeeting();
  await Person.joinAll([ana, ben], link);
  await expectRising(ben.page, 'Ana');

  const negotiations = () =>
    ben.page.evaluate(() =>
      window.e2e.peers().map((peer) => peer.remoteDescription?.sdp.match(/^o=.*/m)?.[0]),
    );
  const before = await negotiations();

  await ana.button('Settings').click();
  const dialog = ana.page.getByRole('dialog', { name: 'Settings' });
  const sent = () =>
    ana.page.evaluate(() =>
      window.e2e
        .peers()
        .flatMap((peer) => peer.getSenders())
        .map(({ track }) => track?.getSettings().deviceId)
        .filter(Boolean),
    );
  for (const [name, index] of [
    ['Camera', LAST],
    ['Microphone', 1],
    ['Camera', FIRST],
  ] as const) {
    const field = dialog.getByRole('combobox', { name, exact: true });
    const former = await field.inputValue();
    const chosen = (await field.getByRole('option').nth(index).getAttribute('value')) ?? '';
    expect(await sent()).toContain(former);
    expect(chosen).not.toBe(former);
    await field.selectOption(chosen);
    await expect(field).toHaveValue(chosen);
    await expect.poll(sent).toContain(chosen);
    expect(await sent()).not.toContain(former);
    await expectRising(ben.page, 'Ana');
  }
  expect(await negotiations()).toEqual(before);

  await test.step('one may choose while muted', async () => {
    const microphone = dialog.getByRole('combobox', { name: 'Microphone', exact: true });
    await ana.page.keyboard.press('Escape');
    await ana.button('Mute').click();
    await ana.button('Settings').click();
    await microphone.selectOption('default');
    await expect(microphone).toHaveValue('default');
    await ana.page.keyboard.press('Escape');
    await ana.button('Unmute').click();
    await expect.poll(sent).toContain('default');
    await expectRising(ben.page, 'Ana', ['audioEnergy']);
    await ana.button('Settings').click();
  });

  await ana.page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(ana.button('Settings')).toBeFocused();

  await test.step('a camera that is unplugged is replaced by another', async () => {
    await ana.page.evaluate(() => {
      for (const { track } of window.e2e.peers().flatMap((peer) => peer.getSenders())) {
        if (track?.kind !== 'video') continue;
        // Fires the event by hand: a script's `stop` fires none.
        track.stop();
        track.dispatchEvent(new Event('ended'));
      }
    });
    await expectRising(ben.page, 'Ana');
    await expect(ben.tile('Ana').getByText('Camera off')).not.toBeAttached();
  });
});
