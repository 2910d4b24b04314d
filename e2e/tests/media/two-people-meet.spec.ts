import { audible, expectRising, expectStill, received } from '../../support/media.ts';
import { expect, Person, SOON, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

test('two people open a link, meet, and leave or close the tab', async ({ person }) => {
  const [ana, ben] = await Promise.all([person('Ana'), person('Ben')]);

  const link = await ana.startMeeting(server().origin);
  await expect(ana.page.getByText('No one is here yet. You will be the first.')).toBeVisible();
  await ana.joinNow();
  await expect(ana.heading('You are the only one here')).toBeVisible();
  await expect(ana.page.getByRole('timer', { name: 'Duration' })).toHaveText(/^0:\d\d$/);

  await ben.page.goto(link);
  await expect(ben.page.getByText('One person is here.')).toBeVisible();
  await ben.joinNow();

  await expect(ana.tile('Ben')).toBeVisible();
  await expect(ben.tile('Ana')).toBeVisible();
  await expect(ana.heading('You are the only one here')).toBeHidden();
  await Person.expectAllMeet([ana, ben]);
  // The fake microphone beeps: sound must be audible, not only received.
  await Promise.all([
    expectRising(ana.page, 'Ben', ['audioEnergy']),
    expectRising(ben.page, 'Ana', ['audioEnergy']),
  ]);
  expect(await audible(ana.page)).toBeGreaterThan(0);
  expect(await audible(ben.page)).toBeGreaterThan(0);
  expect((await received(ana.page, 'Ben'))?.candidates).toMatch(/^(host|prflx)-(host|prflx)$/);

  await test.step('one is mirrored for oneself only', async () => {
    await expect(ana.ownTile.locator('video')).toHaveCSS('scale', '-1 1');
    await expect(ben.tile('Ana').locator('video')).toHaveCSS('scale', 'none');
  });

  await test.step('the camera goes off and on', async () => {
    const seen = ben.tile('Ana');
    await expect(seen.locator('video')).toHaveCSS('opacity', '1');
    await ana.button('Turn off camera').click();
    await expect(seen.getByText('Camera off')).toBeAttached();
    await expect(seen.locator('video')).toHaveCSS('opacity', '0');
    await expectStill(ben.page, 'Ana', 'frames');
    expect((await ana.page.evaluate(() => window.e2e.live())).tracks, 'the light is out').toBe(1);
    await ana.button('Turn on camera').click();
    await expect(seen.getByText('Camera off')).not.toBeAttached();
    await expect(seen.locator('video')).toHaveCSS('opacity', '1');
    await expectRising(ben.page, 'Ana');
  });

  await test.step('the microphone is muted and unmuted', async () => {
    const seen = ben.tile('Ana');
    await ana.button('Mute').click();
    await expect(seen.getByText('Microphone off')).toBeAttached();
    await expectStill(ben.page, 'Ana', 'audioEnergy');
    await ana.button('Unmute').click();
    await expect(seen.getByText('Microphone off')).not.toBeAttached();
    await expectRising(ben.page, 'Ana', ['audioEnergy']);
  });

  await test.step('leaving takes the tile away at once', async () => {
    await ben.leave();
    await expect(ana.tile('Ben')).toHaveCount(0, { timeout: SOON });
    await expect(ana.heading('You are the only one here')).toBeVisible();
    await expect.poll(() => ana.page.evaluate(() => window.e2e.live().peerConnections)).toBe(0);
  });

  await test.step('and one may come back', async () => {
    await ben.button('Rejoin').click();
    await ben.joinNow();
    await Person.expectAllMeet([ana, ben]);
  });

  await test.step('going elsewhere in the tab takes the tile away at once', async () => {
    await ben.page.goto('about:blank');
    await expect(ana.tile('Ben')).toHaveCount(0, { timeout: SOON });
  });

  await test.step('closing the tab takes the tile away at once', async () => {
    await ben.join(link);
    await Person.expectAllMeet([ana, ben]);
    await ben.page.close({ runBeforeUnload: true });
    await expect(ana.tile('Ben')).toHaveCount(0, { timeout: SOON });
  });
});
