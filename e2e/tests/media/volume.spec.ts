import { audible, expectRising } from '../../support/media.ts';
import { expect, Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

// These tests judge whether media flows, not its quality.
test.use({ smallCameras: true });

const server = useServer();

/** Volume at which a participant's voice is played; null while it is not played. */
function playedAt(listener: Person, name: string): Promise<number | null> {
  return listener.page.evaluate((wanted) => {
    const video = [...document.querySelectorAll('[role=group]')]
      .find((group) => group.getAttribute('aria-label') === wanted)
      ?.querySelector('video');
    const shown = (video?.srcObject as MediaStream | null)?.getVideoTracks()[0];
    const receivers = window.e2e
      .peers()
      .map((peer) => peer.getReceivers().map(({ track }) => track))
      .find((tracks) => shown !== undefined && tracks.includes(shown));
    const element = [...document.querySelectorAll('audio')].find(({ srcObject }) =>
      (srcObject as MediaStream | null)
        ?.getAudioTracks()
        .some((track) => receivers?.includes(track)),
    );
    return element ? Number(element.volume.toFixed(2)) : null;
  }, name);
}

test('each person is as loud as one likes, for as long as the meeting lasts', async ({
  person,
}) => {
  test.setTimeout(120_000);
  const [ana, ben, cleo] = await Promise.all([person('Ana'), person('Ben'), person('Cleo')]);
  const { link } = await server().createMeeting();
  await Person.joinAll([ana, ben, cleo], link);
  await Promise.all(['Ben', 'Cleo'].map((name) => expectRising(ana.page, name)));

  await ana.button('Participants').click();
  await expect(ana.button('Volume of Ana')).toHaveCount(0);
  await ana.button('Volume of Ben').click();
  const slider = ana.page.getByRole('slider', { name: 'Volume of Ben' });
  await expect(slider).toHaveValue('100');
  await slider.fill('30');
  await expect.poll(() => playedAt(ana, 'Ben')).toBe(0.3);
  expect(await playedAt(ana, 'Cleo')).toBe(1);
  expect(await playedAt(cleo, 'Ben')).toBe(1);
  await expect(slider).toHaveAttribute('aria-valuetext', '30%');

  await test.step('by keyboard too, down to nothing', async () => {
    await slider.focus();
    await ana.page.keyboard.press('ArrowLeft');
    await expect.poll(() => playedAt(ana, 'Ben')).toBe(0.25);
    const before = await audible(ana.page);
    await ana.page.keyboard.press('Home');
    await expect.poll(() => audible(ana.page)).toBeLessThan(before);
    await slider.fill('30');
  });

  await test.step('it stays when they come back, and over a reload', async () => {
    await ben.page.reload();
    await ben.joinNow();
    await expectRising(ana.page, 'Ben');
    expect(await playedAt(ana, 'Ben')).toBe(0.3);
    await ana.page.reload();
    await ana.joinNow();
    await expectRising(ana.page, 'Ben');
    expect(await playedAt(ana, 'Ben')).toBe(0.3);
    await expect.poll(() => playedAt(ana, 'Cleo')).toBe(1);
  });
});
