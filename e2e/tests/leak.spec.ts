import { expectRising } from '../support/media.ts';
import { expect, test } from '../support/meeting.ts';
import { useServer } from '../support/server.ts';

const server = useServer();

const WARM_UP = 10;
const JOINS = 100;
/** What a tab may grow by, per join, before it counts as a leak. A transport alone is far more. */
const KIB_PER_JOIN = 10;

test(`nothing is left of ${JOINS} joins in one tab`, async ({ person }) => {
  test.setTimeout(300_000);
  const ben = await person('Ben');
  const ana = await person('Ana');
  const { link } = await server().createMeeting();
  await ben.join(link);
  await ana.page.goto(link);
  const browser = await ana.context.newCDPSession(ana.page);
  await browser.send('HeapProfiler.enable');

  const heapKiB = async (): Promise<number> => {
    for (let i = 0; i < 3; i++) await browser.send('HeapProfiler.collectGarbage');
    const { usedSize } = await browser.send('Runtime.getHeapUsage');
    return usedSize / 1024;
  };
  const joinAndLeave = async (): Promise<void> => {
    await ana.joinNow();
    await expect(ana.tile('Ben').locator('video')).toHaveCSS('opacity', '1');
    await ana.leave();
    await expect
      .poll(() => ana.page.evaluate(() => window.e2e.live()))
      .toEqual({ peerConnections: 0, tracks: 0, audioContexts: 0, webSockets: 0 });
    await ana.button('Rejoin').click();
  };

  for (let i = 0; i < WARM_UP; i++) await joinAndLeave();
  await ana.button('Turn off camera').click();
  const before = await heapKiB();
  await ana.button('Turn on camera').click();
  for (let i = WARM_UP; i < JOINS; i++) await joinAndLeave();
  await ana.button('Turn off camera').click();
  const growth = (await heapKiB()) - before;
  await ana.button('Turn on camera').click();

  test.info().annotations.push({ type: 'heap', description: `grew by ${Math.round(growth)} KiB` });
  expect(growth, 'KiB that the heap grew by').toBeLessThan(KIB_PER_JOIN * (JOINS - WARM_UP));

  await test.step('nor on the other side', async () => {
    await expect(ben.tiles).toHaveCount(1);
    await expect.poll(() => ben.page.evaluate(() => window.e2e.live().peerConnections)).toBe(0);
    expect(await server().stats()).toMatchObject({ rooms: 1, participants: 1, connections: 1 });
  });
  await test.step('and all still works', async () => {
    await ana.joinNow();
    await expectRising(ana.page, 'Ben');
    await expectRising(ben.page, 'Ana');
  });
});

test('looking at prejoin and going away leaves no device on', async ({ person }) => {
  const ana = await person('Ana');
  const { link } = await server().createMeeting();
  await ana.page.goto(link);
  await expect.poll(() => ana.page.evaluate(() => window.e2e.live().tracks)).toBe(2);
  await ana.page.getByRole('link', { name: 'Convene' }).click();
  await expect(ana.button('Start meeting')).toBeVisible();
  await expect
    .poll(() => ana.page.evaluate(() => window.e2e.live()))
    .toEqual({
      peerConnections: 0,
      tracks: 0,
      audioContexts: 0,
      webSockets: 0,
    });
});
