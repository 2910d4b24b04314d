import { expectRising, expectStill, received } from '../../support/media.ts';
import { expect, Person, SOON, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

// These tests judge whether media flows, not its quality.
test.use({ smallCameras: true });

const server = useServer();

test('a screen is shared beside the camera, with its sound, by two at once, and stopped', async ({
  person,
}) => {
  const [ana, ben] = await Promise.all([
    person('Ana', {
      prepare: () => {
        // Adds a tone to the first shared screen, since the fake screen is silent.
        const getDisplayMedia = navigator.mediaDevices.getDisplayMedia;
        let asked = 0;
        navigator.mediaDevices.getDisplayMedia = async (options) => {
          asked += 1;
          if (asked > 1) return getDisplayMedia(options);
          const stream = await getDisplayMedia({ ...options, audio: false });
          const context = new AudioContext();
          const tone = context.createOscillator();
          const out = context.createMediaStreamDestination();
          tone.connect(out);
          tone.start();
          for (const track of out.stream.getAudioTracks()) stream.addTrack(track);
          return stream;
        };
      },
    }),
    person('Ben'),
  ]);
  const { link } = await server().createMeeting();
  await Person.joinAll([ana, ben], link);
  await expectRising(ben.page, 'Ana');

  await test.step('its sound comes along', async () => {
    expect((await received(ben.page, 'Ana'))?.screenAudioBytes).toBe(0);

    await ana.button('Share screen').click();
    await expectRising(ben.page, 'Ana', [
      'frames',
      'audioBytes',
      'screenFrames',
      'screenAudioBytes',
    ]);
    // Her voice and her screen's sound.
    await expect
      .poll(() =>
        ben.page.evaluate(
          () => [...document.querySelectorAll('audio')].filter((audio) => !audio.paused).length,
        ),
      )
      .toBe(2);
    await ana.button('Stop sharing').click();
    await expect(ben.tile("Ana's screen")).toHaveCount(0);
  });

  await ana.button('Share screen').click();
  await expect(ana.button('Stop sharing')).toBeVisible();
  await expect(ana.tile("Ana's screen (you)")).toBeVisible();
  const screen = ben.tile("Ana's screen");
  await expect(screen).toBeVisible();
  await expect(ben.tile('Ana')).toBeVisible();
  await expect(screen.locator('video')).toHaveCSS('opacity', '1');
  await expect(screen.locator('video')).toHaveCSS('object-fit', 'contain');
  await expect(screen.locator('video')).toHaveCSS('scale', 'none');
  await expectRising(ben.page, 'Ana', ['frames', 'audioBytes', 'screenFrames']);

  await test.step('with the camera off it goes on', async () => {
    await ana.button('Turn off camera').click();
    await expect(ben.tile('Ana').getByText('Camera off')).toBeAttached();
    await expectRising(ben.page, 'Ana', ['screenFrames']);
    await ana.button('Turn on camera').click();
    await expectRising(ben.page, 'Ana', ['frames', 'screenFrames']);
  });

  await test.step('somebody who comes later sees it too', async () => {
    const cleo = await person('Cleo');
    await cleo.join(link);
    await expect(cleo.tile("Ana's screen")).toBeVisible();
    await expectRising(cleo.page, 'Ana', ['frames', 'screenFrames']);
    await cleo.leave();
  });

  await ana.button('Stop sharing').click();
  await expect(screen).toHaveCount(0);
  await expect(ana.tile("Ana's screen (you)")).toHaveCount(0);
  await expectStill(ben.page, 'Ana', 'screenFrames');
  await expectRising(ben.page, 'Ana');

  await test.step('again, and stopped by the browser', async () => {
    await ana.button('Share screen').click();
    await expect(screen).toBeVisible();
    await expectRising(ben.page, 'Ana', ['screenFrames']);
    await ana.page.evaluate(() => {
      const sent = window.e2e.peers().flatMap((peer) => peer.getSenders());
      const screens = sent.filter(({ track }) => track?.contentHint === 'detail');
      for (const { track } of screens) {
        track?.stop();
        track?.dispatchEvent(new Event('ended'));
      }
    });
    await expect(screen).toHaveCount(0);
    await expect(ana.button('Share screen')).toBeVisible();
  });

  await test.step('two share at once', async () => {
    await ana.button('Share screen').click();
    await ben.button('Share screen').click();
    await expect(ana.tile("Ben's screen")).toBeVisible();
    await expect(ben.tile("Ana's screen")).toBeVisible();
    await expectRising(ana.page, 'Ben', ['frames', 'screenFrames']);
    await expectRising(ben.page, 'Ana', ['frames', 'screenFrames']);

    await ana.button('Stop sharing').click();
    await expect(ben.tile("Ana's screen")).toHaveCount(0);
    await expectRising(ana.page, 'Ben', ['frames', 'screenFrames']);
    await ben.button('Stop sharing').click();
  });

  await test.step('leaving ends it', async () => {
    await ana.button('Share screen').click();
    await expect(ben.tile("Ana's screen")).toBeVisible();
    await ana.leave();
    await expect(ben.tile("Ana's screen")).toHaveCount(0, { timeout: SOON });
    expect((await ana.page.evaluate(() => window.e2e.live())).tracks).toBe(0);
  });
});
