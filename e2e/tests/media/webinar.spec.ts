import { expectRising } from '../../support/media.ts';
import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer({ args: ['--media-port', '0'] });
test.use({ smallCameras: true });

test('a viewer watches, comes to the stage, and goes back to the audience', async ({ person }) => {
  test.setTimeout(120_000);
  const [ana, ben] = await Promise.all([person('Ana'), person('Ben')]);
  const meeting = await server().createMeeting();
  await ana.host(meeting);
  const controls = await ana.openHostControls();
  await controls.getByRole('checkbox', { name: 'Webinar' }).check();
  await ana.page.keyboard.press('Escape');

  await test.step('the viewer is told before joining, and no device starts', async () => {
    await ben.page.goto(meeting.link);
    await expect(ben.page.getByText('This is a webinar: you watch and listen.')).toBeVisible();
    await expect(ben.page.getByText('go through this server, which has the keys')).toBeVisible();
    await expect(ben.page.getByText('Camera preview')).toHaveCount(0);
    await ben.field('Your name').fill('Ben');
    await ben.joinButton.click();
    await expect(ben.button('Leave')).toBeVisible();
    expect(await ben.page.evaluate(() => window.e2e.live().tracks)).toBe(0);
  });

  await test.step('they see and hear the stage, and have no camera to turn on', async () => {
    await expectRising(ben.page, 'Ana');
    await expect(ben.tiles).toHaveCount(1);
    await expect(ben.button('Turn on camera')).toHaveCount(0);
    await expect(ben.button('Unmute')).toHaveCount(0);
    await expect(ana.tiles).toHaveCount(1);
    await expect(ana.page.getByText('1 viewer', { exact: true })).toBeVisible();
  });

  await test.step('a raised hand brings them to the stage', async () => {
    await ben.button('Raise hand').click();
    await ana.button('Bring Ben to the stage').click();
    await expect(
      ben.toast('You are on stage. Turn on your microphone and camera when you are ready.'),
    ).toBeVisible();
    expect(await ben.page.evaluate(() => window.e2e.live().tracks)).toBe(0);
    await ben.button('Turn on camera').click();
    await ben.button('Unmute').click();
    await expectRising(ana.page, 'Ben');
  });

  await test.step('and a host sends them back', async () => {
    await ana.actOn('Ben', 'Move to audience');
    await expect(ana.tiles).toHaveCount(1);
    await expect(ben.button('Turn off camera')).toHaveCount(0);
    await expect.poll(() => ben.page.evaluate(() => window.e2e.live().tracks)).toBe(0);
    await expectRising(ben.page, 'Ana');
  });

  await test.step('the host finds every viewer in a list', async () => {
    await ana.button('Show viewers').click();
    const dialog = ana.page.getByRole('dialog', { name: 'Audience' });
    await dialog.getByRole('button', { name: 'Bring Ben to the stage' }).click();
    await expect(dialog.getByText('Ben')).toHaveCount(0);
    await expect(ana.tile('Ben')).toBeVisible();
  });
});
