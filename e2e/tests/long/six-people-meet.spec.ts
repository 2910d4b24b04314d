import { CHROMIUM, chromiumArgs } from '../../support/browsers.ts';
import { type Counter, expectRising } from '../../support/media.ts';
import { expect, type Person, SOON, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

// Six pages encode, decode and paint thirty videos: fewer frames and pixels, for two cores.
test.use({
  smallCameras: true,
  launchOptions: { executablePath: CHROMIUM, args: chromiumArgs({ framesPerSecond: 5 }) },
});
const viewport = { width: 800, height: 600 };

/** Two busy cores give a frame now and then: what rises does so within this time, in ms. */
const PATIENCE = 60_000;

/** Asserts that every tile is live, page by page: all pages at once would load the CPU. */
async function expectAllLive(people: Person[], counters: Counter[]): Promise<void> {
  for (const person of people) {
    await expect(person.tiles).toHaveCount(people.length);
    const others = people.filter((other) => other !== person);
    await Promise.all(
      others.map(({ name }) => expectRising(person.page, name, counters, PATIENCE)),
    );
    for (const { name } of others) {
      await expect(person.tile(name).locator('video')).toHaveCSS('opacity', '1');
    }
  }
}

test('six people see and hear each other, and a screen beside them', async ({ person }) => {
  test.setTimeout(400_000);
  const people: Person[] = [];
  const { link } = await server().createMeeting();
  for (const name of ['Ana', 'Ben', 'Cleo', 'Dan', 'Eve', 'Finn']) {
    const next = await person(name, { viewport });
    await next.join(link);
    people.push(next);
  }
  await expectAllLive(people, ['frames', 'audioBytes']);
  expect(await server().stats()).toMatchObject({ rooms: 1, participants: 6 });

  await test.step('every tile is live while one shares', async () => {
    const [ana, ...others] = people as [Person, ...Person[]];
    await ana.button('Share screen').click();
    await expect(ana.button('Stop sharing')).toBeVisible();
    for (const other of others) {
      await expect(other.tile("Ana's screen")).toBeVisible();
      await Promise.all(
        people
          .filter((seen) => seen !== other)
          .map(({ name }) => {
            const counters: Counter[] = name === 'Ana' ? ['frames', 'screenFrames'] : ['frames'];
            return expectRising(other.page, name, counters, PATIENCE);
          }),
      );
    }
    await ana.button('Stop sharing').click();
    for (const one of people) await expect(one.tiles).toHaveCount(6);
  });

  await test.step('who leaves is gone for all, and the others go on', async () => {
    const finn = people.pop() as Person;
    await finn.leave();
    for (const { page } of people) {
      await expect(page.getByRole('group', { name: 'Finn', exact: true })).toHaveCount(0, {
        timeout: SOON,
      });
    }
    await expectAllLive(people, ['frames', 'audioBytes']);
  });
});
