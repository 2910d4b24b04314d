import { expect, Person, SOON, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

test('four people see and hear each other, all to all', async ({ person }) => {
  test.setTimeout(120_000);
  const names = ['Ana', 'Ben', 'Cleo', 'Dan'];
  const people = await Promise.all(names.map((name) => person(name)));
  const { link } = await server().createMeeting();
  await Person.joinAll(people, link);
  await Person.expectAllMeet(people);
  expect(await server().stats()).toMatchObject({ rooms: 1, participants: 4 });

  await test.step('who leaves is gone for all, and the others go on', async () => {
    const dan = people.pop() as Person;
    await dan.leave();
    for (const { page } of people) {
      await expect(page.getByRole('group', { name: 'Dan', exact: true })).toHaveCount(0, {
        timeout: SOON,
      });
    }
    await Person.expectAllMeet(people);
  });
});
