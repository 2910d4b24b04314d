import { CHROMIUM, chromiumArgs } from '../support/browsers.ts';
import { type Counter, expectRising } from '../support/media.ts';
import { expect, type Person, SOON, test } from '../support/meeting.ts';
import { useServer } from '../support/server.ts';

const server = useServer();

// Six pages encode thirty pictures, and decode and paint as many: on two cores, with fewer frames and pixels.
test.use({
  launchOptions: { executablePath: CHROMIUM, args: chromiumArgs({ framesPerSecond: 5 }) },
});
const viewport = { width: 800, height: 600 };

/** Every tile of everybody is live: one after the other, since to ask all at once is work too. */
async function expectAllLive(people: Person[], counters: Counter[]): Promise<void> {
  for (const person of people) {
    await expect(person.tiles).toHaveCount(people.length);
    for (const other of people) {
      if (other === person) continue;
      await expectRising(person.page, other.name, counters);
      await expect(person.tile(other.name).locator('video')).toHaveCSS('opacity', '1');
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
      await expectRising(other.page, 'Ana', ['frames', 'screenFrames']);
      for (const { name } of others) {
        if (name !== other.name) await expectRising(other.page, name, ['frames']);
      }
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
