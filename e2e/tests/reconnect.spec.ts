import { expectRising } from '../support/media.ts';
import { expect, Person, test } from '../support/meeting.ts';
import { useServer } from '../support/server.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { watchStage } from '../support/watch.ts';

const server = useServer();

let proxy: TcpProxy;
test.beforeEach(async () => {
  proxy = await TcpProxy.start(() => server().port);
});
test.afterEach(() => proxy.stop());

/** Ana straight to the server, Ben by a network that can be cut. */
async function meet(person: (name: string) => Promise<Person>) {
  const ana = await person('Ana');
  const ben = await person('Ben');
  const { id, link } = await server().createMeeting();
  await ana.join(link);
  await ben.join(`${proxy.origin}/m/${id}`);
  await Person.expectAllMeet([ana, ben]);
  return { ana, ben, link };
}

test('a short cut is no leave, and what was missed is made up for', async ({ person }) => {
  test.setTimeout(120_000);
  const { ana, ben, link } = await meet(person);
  const anaSaw = await watchStage(ana.page);

  proxy.cut();
  await expect(ben.banner).toBeVisible();
  await expect(ana.tile('Ben').getByText('Reconnecting…')).toBeVisible();
  // Media is between the two.
  await Person.expectAllMeet([ana, ben]);

  await test.step('meanwhile somebody comes, somebody is muted', async () => {
    const cleo = await person('Cleo');
    await cleo.join(link);
    await expect(cleo.tile('Ben')).toBeVisible();
    await expectRising(cleo.page, 'Ana');
    await expectRising(ana.page, 'Cleo');
    await ana.button('Mute').click();
    await expect(cleo.tile('Ana').getByText('Microphone off')).toBeAttached();
    await expect(ben.tile('Ana').getByText('Microphone off')).not.toBeAttached();
    await expect(ben.tile('Cleo')).toHaveCount(0);

    proxy.mend();
    await expect(ben.banner).toBeHidden();
    await expect(ana.tile('Ben').getByText('Reconnecting…')).toHaveCount(0);
    await expect(ben.tile('Ana').getByText('Microphone off')).toBeAttached();
    await expect(ben.tile('Cleo')).toBeVisible();
    await expectRising(ben.page, 'Cleo');
    await expectRising(cleo.page, 'Ben');
    await expectRising(ben.page, 'Ana', ['frames']);
  });
  expect(await anaSaw()).toEqual(['+ Cleo', 'Cleo joined']);
});

test('connections that break again and again harm nothing', async ({ person }) => {
  const { ana, ben } = await meet(person);
  const anaSaw = await watchStage(ana.page);
  for (let i = 0; i < 5; i++) {
    proxy.cut();
    await expect(ben.banner).toBeVisible();
    await ben.button(i % 2 === 0 ? 'Turn off camera' : 'Turn on camera').click();
    proxy.mend();
    await expect(ben.banner).toBeHidden();
  }
  await expect(ana.tile('Ben').getByText('Camera off')).toBeAttached();
  await ben.button('Turn on camera').click();
  await expect(ana.tile('Ben').getByText('Camera off')).not.toBeAttached();
  await Person.expectAllMeet([ana, ben]);
  expect(await anaSaw()).toEqual([]);
});

test('after the grace period the tile goes, and it comes back with the person', async ({
  person,
}) => {
  test.setTimeout(120_000);
  const { ana, ben } = await meet(person);
  const cutAt = Date.now();
  proxy.cut();
  await expect(ana.tile('Ben').getByText('Reconnecting…')).toBeVisible();
  await expect(ana.tile('Ben')).toHaveCount(0, { timeout: 40_000 });
  expect(Date.now() - cutAt).toBeGreaterThan(28_000);
  await expect(ana.heading('You are the only one here')).toBeVisible();

  proxy.mend();
  await expect(ben.banner).toBeHidden({ timeout: 30_000 });
  await expect(ana.tile('Ben')).toBeVisible();
  await Person.expectAllMeet([ana, ben]);
});

test('the browser is offline for a moment', async ({ person }) => {
  const { ana, ben } = await meet(person);
  const anaSaw = await watchStage(ana.page);
  await ben.context.setOffline(true);
  // Emulated, it breaks no open connection: what shows is that coming back disturbs nothing.
  proxy.cut();
  await expect(ben.banner).toBeVisible();
  proxy.mend();
  await ben.context.setOffline(false);
  await expect(ben.banner).toBeHidden();
  await Person.expectAllMeet([ana, ben]);
  expect(await anaSaw()).toEqual([]);
});
