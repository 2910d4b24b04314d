import { heapKiB, joinAndLeave, KIB_PER_JOIN } from '../../support/leak.ts';
import { expectRising } from '../../support/media.ts';
import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

const WARM_UP = 10;
const JOINS = 100;

test(`nothing is left of ${JOINS} joins in one tab`, async ({ person }) => {
  test.setTimeout(300_000);
  const ben = await person('Ben');
  const ana = await person('Ana');
  const { link } = await server().createMeeting();
  await ben.join(link);
  await ana.page.goto(link);

  for (let i = 0; i < WARM_UP; i++) await joinAndLeave(ana, 'Ben');
  const before = await heapKiB(ana);
  for (let i = WARM_UP; i < JOINS; i++) await joinAndLeave(ana, 'Ben');
  const growth = (await heapKiB(ana)) - before;

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
