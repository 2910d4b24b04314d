import { CHROMIUM, chromiumArgs } from '../support/browsers.ts';
import { expectRising } from '../support/media.ts';
import { expect, Person, SOON, test } from '../support/meeting.ts';
import { useServer } from '../support/server.ts';

const server = useServer();

// Six pages encode thirty pictures and decode as many: on two cores, at half of the usual frames.
test.use({
  launchOptions: { executablePath: CHROMIUM, args: chromiumArgs({ framesPerSecond: 10 }) },
});

test('six people see and hear each other, and a screen beside them', async ({ person }) => {
  test.setTimeout(300_000);
  const people: Person[] = [];
  const { link } = await server().createMeeting();
  for (const name of ['Ana', 'Ben', 'Cleo', 'Dan', 'Eve', 'Finn']) {
    const next = await person(name);
    await next.join(link);
    people.push(next);
  }
  await Person.expectAllMeet(people);
  expect(await server().stats()).toMatchObject({ rooms: 1, participants: 6 });

  await test.step('every tile is live while one shares', async () => {
    const [ana, ...others] = people as [Person, ...Person[]];
    await ana.button('Share screen').click();
    for (const { page } of others) {
      await expect(page.getByRole('group', { name: "Ana's screen", exact: true })).toBeVisible();
    }
    for (const person of people) {
      await expect(person.tiles).toHaveCount(7);
      // A face that nobody sees would not come at all: each is there and moves.
      for (const other of people) {
        if (other === person) continue;
        await expect(person.tile(other.name).locator('video')).toHaveCSS('opacity', '1');
        await expectRising(person.page, other.name, other === ana ? ['screenFrames'] : ['frames']);
      }
    }
    await ana.button('Stop sharing').click();
    for (const person of people) await expect(person.tiles).toHaveCount(6);
  });

  await test.step('who leaves is gone for all, and the others go on', async () => {
    const finn = people.pop() as Person;
    await finn.leave();
    for (const { page } of people) {
      await expect(page.getByRole('group', { name: 'Finn', exact: true })).toHaveCount(0, {
        timeout: SOON,
      });
    }
    await Person.expectAllMeet(people);
  });
});
