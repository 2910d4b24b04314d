import { instrument } from '../../support/instrument.ts';
import { expectRising } from '../../support/media.ts';
import { expect, Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

// These tests judge whether media flows, not its quality.
test.use({ smallCameras: true });

const server = useServer();

test('a duplicated tab takes the meeting over, and the first takes it back', async ({ person }) => {
  const [ana, ben] = await Promise.all([person('Ana'), person('Ben')]);
  const { link } = await server().createMeeting();
  await Person.joinAll([ana, ben], link);
  await Person.expectAllMeet([ana, ben]);

  // Like "Duplicate tab": the new tab gets a copy of the session storage.
  const storage = await ana.page.evaluate(() => ({ ...sessionStorage }));
  expect(Object.keys(storage)).not.toEqual([]);
  const second = new Person('Ana', await ana.context.newPage());
  await second.page.addInitScript(instrument);
  await second.page.addInitScript((entries) => {
    for (const [key, value] of Object.entries(entries)) sessionStorage.setItem(key, value);
  }, storage);
  await second.join(link);

  await expect(ana.heading('This meeting is open in another tab')).toBeVisible();
  await expect
    .poll(() => ana.page.evaluate(() => window.e2e.live()))
    .toEqual({
      peerConnections: 0,
      tracks: 0,
      audioContexts: 0,
      webSockets: 0,
    });
  await Person.expectAllMeet([second, ben]);
  expect(await server().stats()).toMatchObject({ participants: 2 });

  await test.step('Use here instead', async () => {
    await ana.button('Use here instead').click();
    await expect(ana.ownTile).toBeVisible();
    await expect(second.heading('This meeting is open in another tab')).toBeVisible();
    await Person.expectAllMeet([ana, ben]);
    expect(await server().stats()).toMatchObject({ participants: 2 });
  });

  await test.step('closing the tab that was put aside disturbs nothing', async () => {
    await second.page.close({ runBeforeUnload: true });
    await expectRising(ben.page, 'Ana');
    await expect(ben.tiles).toHaveCount(2);
    expect(second.errors).toEqual([]);
  });
});
