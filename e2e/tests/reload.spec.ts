import { expect, Person, test } from '../support/meeting.ts';
import { useServer } from '../support/server.ts';

const server = useServer();

test('after a reload one is back with all that was chosen', async ({ person }) => {
  const ana = await person('Ana');
  const ben = await person('Ben');
  const { link } = await server().createMeeting();
  await ben.join(link);
  await ana.join(link);
  await Person.expectAllMeet([ana, ben]);
  await ana.button('Mute').click();
  await expect(ben.tile('Ana').getByText('Microphone off')).toBeAttached();

  await ana.page.reload();
  // By way of prejoin, the name filled in: nobody's camera goes on again unasked.
  await expect(ana.field('Your name')).toHaveValue('Ana');
  await ana.button('Join now').click();
  await expect(ana.ownTile).toBeVisible();
  await expect(ana.button('Unmute')).toBeVisible();
  await expect(ben.tile('Ana').getByText('Microphone off')).toBeAttached();
  await ana.button('Unmute').click();
  await Person.expectAllMeet([ana, ben]);
  await expect(ben.tiles).toHaveCount(2);
  expect(await server().stats()).toMatchObject({ rooms: 1, participants: 2 });
});

test('a browser that crashes leaves no ghost beside the one who returns', async ({ person }) => {
  const ana = await person('Ana');
  const ben = await person('Ben');
  const { link } = await server().createMeeting();
  await ben.join(link);
  await ana.join(link);
  await Person.expectAllMeet([ana, ben]);

  // As a crash: the page cannot say that it goes.
  await ana.page.evaluate(() => {
    window.addEventListener('pagehide', (event) => event.stopImmediatePropagation(), true);
    WebSocket.prototype.send = () => {};
  });
  await ana.page.reload();
  await ana.joinNow();
  await Person.expectAllMeet([ana, ben]);
  await expect(ben.tiles).toHaveCount(2);
});
