import { expect, type Person, test } from '../support/meeting.ts';
import { useServer } from '../support/server.ts';

const server = useServer({ args: ['--max-participants', '3'] });

/** Somebody in a meeting of their own; its link. */
async function host(ana: Person): Promise<string> {
  const link = await ana.startMeeting(server().origin);
  await ana.joinNow();
  return link;
}

async function setPassword(ana: Person, password: string): Promise<void> {
  const dialog = await ana.openHostControls();
  await dialog.getByRole('textbox', { name: 'Password' }).fill(password);
  await dialog.getByRole('button', { name: 'Set password' }).click();
  await expect(dialog.getByText('The password is set.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).click();
}

test('who is new needs the password, and loses nothing over a wrong one', async ({ person }) => {
  const ana = await person('Ana');
  const ben = await person('Ben');
  const link = await host(ana);
  await setPassword(ana, 'öpen sesame');

  await ben.page.goto(link);
  const field = ben.page.getByLabel('Password');
  await expect(field).toHaveAttribute('type', 'password');
  await ben.field('Your name').fill('Ben');
  await ben.button('Join now').click();
  await expect(field).toHaveAccessibleDescription('Enter the password of this meeting.');
  await expect(field).toBeFocused();
  await field.fill('open sesame');
  await ben.button('Join now').click();
  await expect(field).toHaveAccessibleDescription(/That is not the password/);
  await expect(field).toBeFocused();
  await expect(ben.field('Your name')).toHaveValue('Ben');
  const preview = ben.page.getByRole('region', { name: 'Camera preview' }).locator('video');
  await expect(preview).toHaveJSProperty('paused', false);
  expect(await ben.page.evaluate(() => window.e2e.live())).toMatchObject({ tracks: 2 });
  await field.fill('öpen sesame');
  await ben.button('Join now').click();
  await expect(ben.ownTile).toBeVisible();

  await test.step('who has been in is not asked again, nor is the host', async () => {
    for (const one of [ben, ana]) {
      await one.page.reload();
      await expect(one.page.getByText('here.')).toBeVisible();
      await expect(one.page.getByLabel('Password')).toHaveCount(0);
      await one.joinNow();
    }
  });

  await test.step('without it the meeting is open again', async () => {
    const dialog = await ana.openHostControls();
    await dialog.getByRole('button', { name: 'Remove password' }).click();
    await expect(dialog.getByText('The meeting has no password now.')).toBeVisible();
    const cem = await person('Cem');
    await cem.join(link);
  });
});

test('a password that is set while one gets ready is asked for then', async ({ person }) => {
  const ana = await person('Ana');
  const ben = await person('Ben');
  const link = await host(ana);
  await ben.page.goto(link);
  await expect(ben.page.getByText('One person is here.')).toBeVisible();
  await setPassword(ana, 'sesame');
  await ben.field('Your name').fill('Ben');
  await ben.button('Join now').click();
  const field = ben.page.getByLabel('Password');
  await expect(field).toBeFocused();
  await field.fill('sesame');
  await ben.button('Join now').click();
  await expect(ben.ownTile).toBeVisible();
});

test('a password tried too often is told when to come back', async ({ person }) => {
  const ana = await person('Ana');
  const ben = await person('Ben');
  const link = await host(ana);
  await setPassword(ana, 'sesame');
  await ben.page.goto(link);
  await ben.field('Your name').fill('Ben');
  const field = ben.page.getByLabel('Password');
  const alert = ben.page.getByRole('alert').filter({ hasText: 'Too many attempts' });
  for (let tries = 0; tries < 12; tries++) {
    await field.fill(`guess ${tries}`);
    await ben.button('Join now').click();
    await expect(ben.button('Join now')).toBeVisible();
    const wrong = ben.page.getByText('That is not the password');
    await expect(wrong.or(alert)).toBeVisible();
    if (await alert.isVisible()) break;
  }
  await expect(alert).toHaveText(/Try again in (a second|\d+ seconds)\./);
});

test('a locked meeting says so before and after one knocks', async ({ person }) => {
  const ana = await person('Ana');
  const ben = await person('Ben');
  const cem = await person('Cem');
  const link = await host(ana);
  await ben.join(link);
  await cem.page.goto(link);
  await expect(cem.page.getByText('2 people are here.')).toBeVisible();
  await ana.openPeople();
  await ana.button('Lock meeting').click();
  await expect(ana.button('Unlock meeting')).toBeVisible();
  await expect(ben.toast('The meeting is locked')).toBeVisible();

  await cem.field('Your name').fill('Cem');
  await cem.button('Join now').click();
  await expect(cem.heading('The meeting is locked')).toBeVisible();
  await cem.button('Try again').click();
  await expect(cem.heading('The meeting is locked')).toBeVisible();

  await test.step('whoever has been in comes back', async () => {
    await ben.page.reload();
    await ben.joinNow();
  });

  await cem.page.reload();
  await expect(cem.page.getByText('A host has locked the meeting')).toBeVisible();
  await cem.button('Join now').click();
  await expect(cem.heading('The meeting is locked')).toBeVisible();
  await ana.button('Unlock meeting').click();
  await expect(ana.button('Lock meeting')).toBeVisible();
  await cem.button('Try again').click();
  await expect(cem.ownTile).toBeVisible();
});

test('a full meeting says so, and lets one in when somebody has left', async ({ person }) => {
  const ana = await person('Ana');
  const [ben, cem, dora] = [await person('Ben'), await person('Cem'), await person('Dora')];
  const { link } = await server().createMeeting();
  for (const one of [ana, ben, cem]) await one.join(link);
  await dora.page.goto(link);
  await expect(dora.page.getByText('The meeting is full: somebody has to leave')).toBeVisible();
  await dora.field('Your name').fill('Dora');
  await dora.button('Join now').click();
  await expect(dora.heading('The meeting is full')).toBeVisible();
  await cem.leave();
  await dora.button('Try again').click();
  await expect(dora.ownTile).toBeVisible();
});

test('the link of a meeting that has ended says so at once, and leads on', async ({ person }) => {
  const ana = await person('Ana');
  const ben = await person('Ben');
  const link = await host(ana);
  const dialog = await ana.openHostControls();
  await dialog.getByRole('button', { name: 'End for all' }).click();
  await ana.button('End for all').click();
  await expect(ana.heading('The meeting has ended')).toBeVisible();

  await ben.page.goto(link);
  await expect(ben.heading('The meeting has ended')).toBeVisible();
  await expect(ben.button('Join now')).toHaveCount(0);
  expect(await ben.page.evaluate(() => window.e2e.live())).toMatchObject({ tracks: 0 });
  await ben.button('Start meeting').click();
  await ben.page.waitForURL((url) => url.href !== link && url.pathname.startsWith('/m/'));
  await expect(ben.heading('Ready to join?')).toBeVisible();
});
