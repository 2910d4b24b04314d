import { CallPage } from '../../support/call-page.ts';
import { expectRising } from '../../support/media.ts';
import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer({
  args: ['--stranger-calls-per-minute', '1000', '--persons-per-minute', '1000'],
});

test('a video call shows both their own picture while it rings, and is answered without video', async ({
  person,
}) => {
  const [ana, ben] = await Promise.all([
    CallPage.open(person('Ana'), server().origin),
    CallPage.open(person('Ben'), server().origin),
  ]);
  const own = (page: CallPage) =>
    page.person.page.getByRole('region', { name: 'Your video' }).locator('video');
  await ana.ring(await ben.id(), 'Video call');
  await expect(own(ana)).toHaveJSProperty('paused', false);
  await expect(own(ben)).toHaveJSProperty('paused', false);
  const dialog = ben.incoming('Ana');
  await expect(dialog.getByRole('button', { name: 'Answer', exact: true })).toBeVisible();
  await dialog.getByRole('button', { name: 'Answer without video' }).click();

  await expect(ben.person.button('Hang up')).toBeVisible();
  await expect(ben.person.ownTile).toHaveAttribute('data-camera', 'off');
  await expectRising(ben.person.page, 'Ana');
  await expect(ana.person.tile('Ben').getByText('Camera off')).toBeAttached();
  await expectRising(ana.person.page, 'Ben', ['audioBytes']);

  await test.step('the camera can be turned on later', async () => {
    await ben.person.button('Turn on camera').click();
    await expectRising(ana.person.page, 'Ben');
  });
  await ana.hangUp();
  await ben.expectHome(/Call ended ·/);

  await test.step('a voice call is answered in one way only', async () => {
    await ana.ring(await ben.id(), 'Call');
    await expect(ben.incoming('Ana')).toBeVisible();
    await expect(ben.person.button('Answer without video')).toHaveCount(0);
    await expect(own(ben)).toHaveCount(0);
    await ana.person.button('Cancel').click();
  });
});
