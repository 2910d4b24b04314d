import { expectRising, expectStill } from '../../support/media.ts';
import { expect, Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';
import { watchStage } from '../../support/watch.ts';

// These tests judge whether media flows, not its quality.
test.use({ smallCameras: true });

const server = useServer();

test('the server is killed or stopped in mid-call and started again', async ({ person }) => {
  test.setTimeout(120_000);
  const [ana, ben, cleo] = await Promise.all([person('Ana'), person('Ben'), person('Cleo')]);
  const { link } = await server().createMeeting();
  await Person.joinAll([ana, ben], link);
  await Person.expectAllMeet([ana, ben]);

  for (const [how, stop] of [
    ['killed', () => server().kill()],
    ['stopped with SIGTERM', () => server().stop()],
  ] as const) {
    await test.step(how, async () => {
      const anaSaw = await watchStage(ana.page);
      const benSaw = await watchStage(ben.page);
      const video = await ben.tile('Ana').locator('video').elementHandle();

      await stop();
      await expect(ana.banner).toBeVisible();
      await expect(ben.banner).toBeVisible();

      await test.step('they go on seeing and hearing each other', async () => {
        await Person.expectAllMeet([ana, ben]);
      });

      await test.step('what is switched meanwhile is not lost', async () => {
        await ana.button('Mute').click();
        await expectStill(ben.page, 'Ana', 'audioEnergy');
      });

      await server().restart();

      await test.step('they come back by themselves, as the same participants', async () => {
        await expect(ana.banner).toBeHidden({ timeout: 30_000 });
        await expect(ben.banner).toBeHidden({ timeout: 30_000 });
        await expect(ben.tile('Ana').getByText('Microphone off')).toBeAttached();
        await expect(ben.tile('Ana').getByText('Reconnecting…')).toHaveCount(0);
        await expect(ana.tile('Ben').getByText('Reconnecting…')).toHaveCount(0);
        expect(await server().stats()).toMatchObject({ rooms: 1, participants: 2 });
        await expectRising(ben.page, 'Ana', ['frames']);
        await expectRising(ana.page, 'Ben');
      });

      await test.step('what is switched shows on the other again', async () => {
        await ana.button('Unmute').click();
        await expect(ben.tile('Ana').getByText('Microphone off')).not.toBeAttached();
        await ben.button('Turn off camera').click();
        await expect(ana.tile('Ben').getByText('Camera off')).toBeAttached();
        await ben.button('Turn on camera').click();
        await expect(ana.tile('Ben').getByText('Camera off')).not.toBeAttached();
        await Person.expectAllMeet([ana, ben]);
      });

      await test.step('nobody was seen to leave or come', async () => {
        expect(await anaSaw()).toEqual(['You are back online.']);
        expect(await benSaw()).toEqual(['You are back online.']);
        expect(await video?.evaluate((element) => element.isConnected)).toBe(true);
      });

      await test.step('a third person comes by the same link', async () => {
        await cleo.join(link);
        await Person.expectAllMeet([ana, ben, cleo]);
        await cleo.leave();
        for (const one of [ana, ben]) {
          await expect(one.tiles).toHaveCount(2);
          await expect(one.page.locator('[aria-live=polite]')).toContainText('Cleo left');
        }
      });
    });
  }
});

test('who opens the link while the server is away is let in once it is back', async ({
  person,
}) => {
  const ana = await person('Ana');
  const { link } = await server().createMeeting();
  await ana.page.goto(link);
  await expect(ana.heading('Ready to join?')).toBeVisible();
  await ana.field('Your name').fill('Ana');
  await server().kill();
  await ana.button('Join now').click();
  await expect(ana.button('Joining…')).toBeVisible();
  await server().restart();
  await expect(ana.button('Leave')).toBeVisible({ timeout: 30_000 });
  await expect(ana.ownTile).toBeVisible();
});
