import { joinAndLeave } from '../../support/leak.ts';
import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

test('nothing is left of 10 joins in one tab', async ({ person }) => {
  test.setTimeout(180_000);
  const ben = await person('Ben');
  const ana = await person('Ana');
  const { link } = await server().createMeeting();
  await ben.join(link);
  await ana.page.goto(link);
  for (let i = 0; i < 10; i++) await joinAndLeave(ana, 'Ben');

  await test.step('nor on the other side', async () => {
    await expect(ben.tiles).toHaveCount(1);
    await expect.poll(() => ben.page.evaluate(() => window.e2e.live().peerConnections)).toBe(0);
    expect(await server().stats()).toMatchObject({ rooms: 1, participants: 1, connections: 1 });
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
