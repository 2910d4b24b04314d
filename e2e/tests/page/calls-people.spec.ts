import { expectAccessible } from '../../support/accessible.ts';
import { CallPage } from '../../support/call-page.ts';
import { Tab } from '../../support/calls.ts';
import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer({
  args: ['--stranger-calls-per-minute', '1000', '--persons-per-minute', '1000'],
});

test('the page opens on people: when one last talked, favourites, and names of one’s own', async ({
  person,
}) => {
  const ana = await CallPage.open(await person('Ana'), server().origin);
  const { page } = ana.person;
  await expect(page.getByText('No calls yet.')).toBeVisible();
  const id = await ana.id();
  const [ben, cleo] = await Promise.all([
    Tab.open(server().origin, { name: 'Ben' }),
    Tab.open(server().origin, { name: 'Cleo' }),
  ]);
  const row = (name: string) =>
    page
      .locator('.call-people')
      .getByRole('listitem')
      .filter({
        has: page.getByText(name, { exact: true }),
      });

  await test.step('somebody one has talked with', async () => {
    const { call } = await ben.call(id, { video: false });
    await ana.answer('Ben');
    await expect(ana.person.button('Add person'), 'in the room').toBeVisible();
    await ben.hangUp(call.id);
    await expect(row('Ben')).toContainText(/Last talked today at/);
  });

  await test.step('a missed call stands out', async () => {
    const { call } = await cleo.call(id);
    await expect(ana.incoming('Cleo')).toBeVisible();
    await cleo.hangUp(call.id);
    await expect(row('Cleo')).toContainText(/Missed call today at/);
    await expect(row('Cleo')).toHaveAttribute('data-missed');
    await expect(row('Ben')).not.toHaveAttribute('data-missed');
    await expect(page.getByRole('list', { name: 'People' }).getByRole('listitem')).toHaveCount(2);
  });

  await test.step('a favourite comes first, and is reached by keyboard', async () => {
    const star = ana.person.button('Add Ben to favourites');
    await star.focus();
    await page.keyboard.press('Enter');
    const favourites = page.getByRole('list', { name: 'Favourites', exact: true });
    await expect(favourites.getByRole('listitem')).toContainText('Ben');
    await expect(ana.person.button('Remove Ben from favourites')).toBeFocused();
  });

  await test.step('a name of one’s own stays in this browser, and is what rings', async () => {
    await ana.person.button('More about Ben').click();
    const dialog = page.getByRole('dialog', { name: 'Ben', exact: true });
    await dialog.getByRole('textbox', { name: 'Name you see' }).fill('Benny from work');
    await expectAccessible(page, 'the dialog about a person');
    await dialog.getByRole('button', { name: 'Save name' }).click();
    await expect(ana.person.button('More about Benny from work')).toBeFocused();
    await page.reload();
    await expect(row('Benny from work')).toContainText(/Last talked today at/);
    const { call } = await ben.call(id, { video: false });
    await expect(ana.incoming('Benny from work')).toBeVisible();
    await ben.hangUp(call.id);
    await expect(ana.incoming('Benny from work')).toHaveCount(0);
  });

  await test.step('it is the name in the call too, and stays in this browser', async () => {
    const { call, room } = await ben.call(id, { video: false });
    await ana.answer('Benny from work');
    const joined = await ben.join(room);
    await expect(ana.person.tile('Benny from work')).toBeVisible();
    await expect(ana.person.tile('Ben')).toHaveCount(0);
    await expect(page).toHaveTitle('In a call with Benny from work · Convene');
    await ana.person.button('Raise hand').click();
    await expect
      .poll(() => JSON.stringify(ben.client.named('participant_changed')))
      .toContain('hand_raised_at');
    expect(JSON.stringify([joined, ben.client.events])).not.toContain('Benny');
    await ben.hangUp(call.id);
    await ana.expectHome('Call ended');
  });
  await expectAccessible(page, 'the page of calls with people');

  await test.step('a row calls', async () => {
    await ana.person.button('Call Cleo').click();
    await expect(ana.person.heading('Calling Cleo…')).toBeVisible();
    await ana.person.button('Cancel').click();
  });

  await test.step('on a phone, what has no room is in the dialog', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await expect(row('Cleo').getByRole('button', { name: 'More about Cleo' })).toBeVisible();
    await expect(row('Cleo').getByRole('button')).toHaveCount(3);
    await ana.person.button('More about Cleo').click();
    const dialog = page.getByRole('dialog', { name: 'Cleo', exact: true });
    await dialog.getByRole('button', { name: 'Favourite' }).click();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await expect(page.getByRole('list', { name: 'Favourites' }).getByRole('listitem')).toHaveCount(
      2,
    );
  });
  ben.close();
  cleo.close();
});
