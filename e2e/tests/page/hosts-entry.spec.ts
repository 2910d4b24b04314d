import { expect, type Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer({ args: ['--max-participants', '3'] });

async function setPassword(ana: Person, password: string): Promise<void> {
  const dialog = await ana.openHostControls();
  await dialog.getByRole('textbox', { name: 'Password' }).fill(password);
  await dialog.getByRole('button', { name: 'Set password' }).click();
  await expect(dialog.getByText('Password set.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).click();
}

test('who is new needs the password, and loses nothing over a wrong one', async ({
  person,
  wire,
}) => {
  const ana = await person('Ana', { devicesOff: true });
  const ben = await person('Ben');
  const meeting = await server().createMeeting();
  const { link } = meeting;
  await ana.host(meeting);
  const field = ben.page.getByLabel('Password');

  await test.step('a password that is set while one gets ready is asked for then', async () => {
    await ben.page.goto(link);
    await expect(ben.page.getByText('One person is here.')).toBeVisible();
    await setPassword(ana, 'öpen sesame');
    await ben.field('Your name').fill('Ben');
    await ben.joinButton.click();
    await expect(field).toBeFocused();
    await field.fill('öpen sesame');
    await ben.joinButton.click();
    await expect(ben.ownTile).toBeVisible();
    await ben.leave();
  });

  await test.step('a wrong one can be mended', async () => {
    await ben.page.goto(link);
    await expect(field).toHaveAttribute('type', 'password');
    await ben.field('Your name').fill('Ben');
    await ben.joinButton.click();
    await expect(field).toHaveAccessibleDescription('Enter the password of this meeting.');
    await expect(field).toBeFocused();
    await field.fill('open sesame');
    await ben.joinButton.click();
    await expect(field).toHaveAccessibleDescription(/Wrong password/);
    await expect(field).toBeFocused();
    await expect(ben.field('Your name')).toHaveValue('Ben');
    const preview = ben.page.getByRole('region', { name: 'Camera preview' }).locator('video');
    await expect(preview).toHaveJSProperty('paused', false);
    expect(await ben.page.evaluate(() => window.e2e.live())).toMatchObject({ tracks: 2 });
    await field.fill('öpen sesame');
    await ben.joinButton.click();
    await expect(ben.ownTile).toBeVisible();
  });

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
    await expect(dialog.getByText('Password removed.')).toBeVisible();
    const cem = await wire('Cem', link);
    expect(cem.reply.status).toBe('joined');
  });
});

test('a password tried too often is told when to come back', async ({ person, wire }) => {
  const { link, hostToken } = await server().createMeeting();
  const ana = await wire('Ana', link, { hostToken });
  await ana.do('set_password', { password: 'sesame' });
  const ben = await person('Ben', { devicesOff: true });
  await ben.page.goto(link);
  await ben.field('Your name').fill('Ben');
  const field = ben.page.getByLabel('Password');
  const alert = ben.page.getByRole('alert').filter({ hasText: 'Too many attempts' });
  for (let tries = 0; tries < 12; tries++) {
    await field.fill(`guess ${tries}`);
    await ben.joinButton.click();
    await expect(ben.joinButton).toBeVisible();
    const wrong = ben.page.getByText('Wrong password');
    await expect(wrong.or(alert)).toBeVisible();
    if (await alert.isVisible()) break;
  }
  await expect(alert).toHaveText(/Try again in (1 second|\d+ seconds)\./);
});

test('a locked meeting says so before and after one knocks, and one that has ended at once', async ({
  person,
}) => {
  const quiet = { devicesOff: true };
  const [ana, ben] = [await person('Ana', quiet), await person('Ben', quiet)];
  const cem = await person('Cem');
  const meeting = await server().createMeeting();
  const { link } = meeting;
  await ana.host(meeting);
  await ben.join(link);
  await cem.page.goto(link);
  await expect(cem.page.getByText('2 people are here.')).toBeVisible();
  await ana.openPeople();
  await ana.button('Lock meeting').click();
  await expect(ana.button('Unlock meeting')).toBeVisible();
  await expect(ben.toast('The meeting is locked')).toBeVisible();

  await cem.field('Your name').fill('Cem');
  await cem.joinButton.click();
  await expect(cem.heading('The meeting is locked')).toBeVisible();
  await cem.button('Try again').click();
  await expect(cem.heading('The meeting is locked')).toBeVisible();

  await test.step('whoever has been in comes back', async () => {
    await ben.page.reload();
    await ben.joinNow();
  });

  await cem.page.reload();
  await expect(cem.page.getByText('A host locked the meeting')).toBeVisible();
  await cem.button('Wait to join').click();
  await expect(cem.heading('The meeting is locked')).toBeVisible();
  await expect(cem.page.getByRole('status').getByText('You join automatically')).toBeVisible();
  await ana.button('Unlock meeting').click();
  await expect(ana.button('Lock meeting')).toBeVisible();
  await expect(cem.ownTile, 'without a press').toBeVisible();

  await test.step('the link of a meeting that has ended says so at once, and leads on', async () => {
    await cem.leave();
    const dialog = await ana.openHostControls();
    await dialog.getByRole('button', { name: 'End for all' }).click();
    await ana.button('End for all').click();
    await expect(ana.heading('The meeting has ended')).toBeVisible();

    await cem.page.goto(link);
    await expect(cem.heading('The meeting has ended')).toBeVisible();
    await expect(cem.joinButton).toHaveCount(0);
    expect(await cem.page.evaluate(() => window.e2e.live())).toMatchObject({ tracks: 0 });
    await cem.button('Start meeting').click();
    await cem.page.waitForURL((url) => url.href !== link && url.pathname.startsWith('/m/'));
    await expect(cem.heading('Ready to join?')).toBeVisible();
  });
});

test('a full meeting says so, and lets one in when somebody has left', async ({ person, wire }) => {
  const { link } = await server().createMeeting();
  const [, , cem] = [await wire('Ana', link), await wire('Ben', link), await wire('Cem', link)];
  const dora = await person('Dora', { devicesOff: true });
  await dora.page.goto(link);
  await expect(dora.page.getByText('The meeting is full. Someone has to leave')).toBeVisible();
  await dora.field('Your name').fill('Dora');
  await expect(dora.button('Wait to join')).toBeVisible();
  await dora.joinButton.click();
  await expect(dora.heading('The meeting is full')).toBeVisible();
  await dora.button('Try again').click();
  await expect(dora.heading('The meeting is full')).toBeVisible();
  await cem.leave();
  await expect(dora.ownTile, 'without a press').toBeVisible();
});
