import { expect, Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

test('hands are raised in order, seen by all, and lowered; a reaction floats over its sender', async ({
  person,
  wire,
}) => {
  const [ana, cleo] = [await person('Ana'), await person('Cleo')];
  const { link } = await server().createMeeting();
  for (const one of [ana, cleo]) await one.join(link);
  await Person.expectAllMeet([ana, cleo]);
  const ben = await wire('Ben', link);

  await cleo.button('Raise hand').click();
  await expect(cleo.button('Lower hand')).toBeVisible();
  await ben.do('raise_hand', { raised: true });
  await ana.button('Participants').click();
  const list = ana.page.getByRole('list', { name: 'Participants', exact: true });
  await expect(list.getByRole('listitem')).toHaveCount(3);
  await expect(list.getByRole('listitem').filter({ hasText: 'Cleo' })).toContainText(/1/);
  await expect(list.getByRole('listitem').filter({ hasText: 'Ben' })).toContainText(/2/);
  await expect(ana.tile('Cleo')).toContainText(/hand/i);

  await cleo.button('Lower hand').click();
  await expect(ana.tile('Cleo')).not.toContainText(/hand/i);
  await expect(ana.tile('Ben')).toContainText(/hand/i);

  await test.step('a reaction floats over its sender for everybody', async () => {
    await cleo.button('React').click();
    await cleo.page
      .getByRole('button', { name: 'Celebration' })
      .or(cleo.page.getByRole('menuitem', { name: 'Celebration' }))
      .first()
      .click();
    await expect(ana.tile('Cleo')).toContainText('🎉');
    await expect(ana.tile('Cleo')).not.toContainText('🎉', { timeout: 15_000 });
  });
});
