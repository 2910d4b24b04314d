import { expect, Person, test } from '../support/meeting.ts';
import { useServer } from '../support/server.ts';

const server = useServer();

test('hands are raised in order, seen by all, and lowered', async ({ person }) => {
  const people = [await person('Ana'), await person('Ben'), await person('Cleo')] as const;
  const [ana, ben, cleo] = people;
  const { link } = await server().createMeeting();
  for (const one of people) await one.join(link);
  await Person.expectAllMeet([...people]);

  await cleo.button('Raise hand').click();
  await expect(cleo.button('Lower hand')).toBeVisible();
  await ben.button('Raise hand').click();
  await expect(ben.button('Lower hand')).toBeVisible();
  await ana.button('Participants').click();
  const list = ana.page.getByRole('list', { name: 'Participants', exact: true });
  await expect(list.getByRole('listitem')).toHaveCount(3);
  await expect(list.getByRole('listitem').filter({ hasText: 'Cleo' })).toContainText(/1/);
  await expect(list.getByRole('listitem').filter({ hasText: 'Ben' })).toContainText(/2/);
  await expect(ana.tile('Cleo')).toContainText(/hand/i);

  await cleo.button('Lower hand').click();
  await expect(ana.tile('Cleo')).not.toContainText(/hand/i);
  await expect(ana.tile('Ben')).toContainText(/hand/i);
});

test('a reaction floats over its sender for everybody', async ({ person }) => {
  const [ana, ben] = [await person('Ana'), await person('Ben')];
  const { link } = await server().createMeeting();
  await ana.join(link);
  await ben.join(link);
  await expect(ana.tile('Ben')).toBeVisible();
  await ben.button('React').click();
  await ben.page
    .getByRole('button', { name: 'Celebration' })
    .or(ben.page.getByRole('menuitem', { name: 'Celebration' }))
    .first()
    .click();
  await expect(ana.tile('Ben')).toContainText('🎉');
  await expect(ana.tile('Ben')).not.toContainText('🎉', { timeout: 15_000 });
});
