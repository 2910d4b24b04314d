import { expect, Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

// These tests judge whether media flows, not its quality.
test.use({ smallCameras: true });

const server = useServer();

test('after a reload one is back with all that was chosen, after a crash without a ghost', async ({
  person,
}) => {
  const [ana, ben] = await Promise.all([person('Ana'), person('Ben')]);
  const { link } = await server().createMeeting();
  await Person.joinAll([ana, ben], link);
  await Person.expectAllMeet([ana, ben]);
  await ana.button('Mute').click();
  await expect(ben.tile('Ana').getByText('Microphone off')).toBeAttached();

  await ana.page.reload();
  // The reload leads to prejoin with the name filled in: no camera turns on unasked.
  await expect(ana.field('Your name')).toHaveValue('Ana');
  await ana.button('Join now').click();
  await expect(ana.ownTile).toBeVisible();
  await expect(ana.button('Unmute')).toBeVisible();
  await expect(ben.tile('Ana').getByText('Microphone off')).toBeAttached();
  await ana.button('Unmute').click();
  await Person.expectAllMeet([ana, ben]);
  await expect(ben.tiles).toHaveCount(2);
  expect(await server().stats()).toMatchObject({ rooms: 1, participants: 2 });

  await test.step('a browser that crashes leaves no ghost beside the one who returns', async () => {
    // Simulates a crash: the page cannot announce that it leaves.
    await ana.page.evaluate(() => {
      window.addEventListener('pagehide', (event) => event.stopImmediatePropagation(), true);
      WebSocket.prototype.send = () => {};
    });
    await ana.page.reload();
    await ana.joinNow();
    await Person.expectAllMeet([ana, ben]);
    await expect(ben.tiles).toHaveCount(2);
  });
});
