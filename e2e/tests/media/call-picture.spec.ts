import { CallPage } from '../../support/call-page.ts';
import { expectRising } from '../../support/media.ts';
import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer({
  args: ['--stranger-calls-per-minute', '1000', '--persons-per-minute', '1000'],
});

/** Share of the page's width, and of its height, that the other's picture must cover. */
const COVERED = { width: 0.95, height: 0.85 };

test('the picture of the other fills the page of a call, on a desktop and on a phone', async ({
  person,
}) => {
  const [ana, ben] = await Promise.all([
    CallPage.open(person('Ana'), server().origin),
    CallPage.open(person('Ben', { viewport: { width: 390, height: 844 } }), server().origin),
  ]);
  await ana.ring(await ben.id(), 'Video call');
  await ben.answer('Ana');
  await Promise.all([expectRising(ana.person.page, 'Ben'), expectRising(ben.person.page, 'Ana')]);
  for (const [page, other] of [
    [ana.person, 'Ben'],
    [ben.person, 'Ana'],
  ] as const) {
    const video = page.tile(other).locator('video');
    const viewport = page.page.viewportSize() ?? { width: 0, height: 0 };
    await expect
      .poll(async () => {
        const box = await video.boundingBox();
        return box && box.width / viewport.width >= COVERED.width;
      }, `${page.name}: from side to side`)
      .toBe(true);
    const box = await video.boundingBox();
    expect(
      (box?.height ?? 0) / viewport.height,
      `${page.name}: above the controls`,
    ).toBeGreaterThan(COVERED.height);
    // A picture of another shape is cut, and leaves no bars.
    await expect(video).toHaveCSS('object-fit', 'cover');
    // The own picture is a small tile over the other's.
    const own = await page.ownTile.boundingBox();
    expect((own?.width ?? 1e9) / viewport.width, `${page.name}: oneself`).toBeLessThan(0.4);
  }
  await ana.hangUp();
});
