import { expect, type Fixtures, type Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

/** Joins Ana as the host of a meeting and turns on its lobby. */
async function hostWithLobby(person: Fixtures['person']): Promise<{ ana: Person; link: string }> {
  const ana = await person('Ana', { devicesOff: true });
  const meeting = await server().createMeeting();
  await ana.host(meeting);
  const dialog = await ana.openHostControls();
  await dialog.getByRole('checkbox', { name: 'Lobby' }).check();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await ana.button('Participants').click();
  return { ana, link: meeting.link };
}

async function knock(person: Person, link: string): Promise<void> {
  await person.page.goto(link);
  await expect(person.page.getByText('You will wait in the lobby')).toBeVisible();
  await person.field('Your name').fill(person.name);
  await person.button('Ask to join').click();
  await expect(person.page.getByText('Waiting for a host to let you in.')).toBeVisible();
}

test('a guest knocks, sees itself meanwhile, and is let in, denied, or gives up', async ({
  person,
  wire,
}) => {
  const { ana, link } = await hostWithLobby(person);
  const ben = await person('Ben');
  await knock(ben, link);
  await expect(ben.page).toHaveTitle('Asking to join… · Convene');
  await expect(ben.heading('Asking to join…')).toBeFocused();
  await expect(
    ben.page.getByRole('status').filter({ hasText: 'Waiting for a host' }),
  ).toBeVisible();
  const video = ben.page.getByRole('region', { name: 'Camera preview' }).locator('video');
  await expect(video).toHaveJSProperty('paused', false);
  // The lobby shows nothing of the meeting.
  await expect(ben.page.getByRole('group', { name: 'Ana' })).toHaveCount(0);

  await expect(ana.knocks.getByText('Ben wants to join')).toBeVisible();
  await expect(ana.page.locator('[aria-live=polite]')).toHaveText(/Ben wants to join/);
  await expect(ana.button('Admit')).toHaveCount(1);
  await expect(ana.button('Admit')).toHaveAccessibleDescription('Ben wants to join');

  await test.step('what asks is in one place at a time, and stays', async () => {
    await ana.openPeople();
    await expect(ana.page.getByRole('list', { name: 'Waiting in the lobby' })).toHaveCount(1);
    await expect(ana.button('Admit')).toHaveCount(1);
    await expect(ana.button('Admit all')).toBeVisible();
    await ana.button('Participants').click();
    await expect(ana.button('Admit')).toHaveCount(1);
  });

  await ana.button('Admit').click();
  await expect(ben.ownTile).toBeVisible();
  await expect(ben.toast('A host let you in.')).toBeVisible();
  await expect(ben.page).toHaveTitle(/^Meeting /);
  await expect(ana.tile('Ben')).toBeVisible();
  await expect(ana.button('Admit')).toHaveCount(0);

  await test.step('who was let in comes back without knocking', async () => {
    await ben.page.reload();
    await expect(ben.page.getByText('One person is here.')).toBeVisible();
    await expect(ben.page.getByText('You will wait in the lobby')).toHaveCount(0);
    await ben.joinNow();
  });

  await test.step('who gives up no longer knocks', async () => {
    await ben.leave();
    await knock(ben, link);
    await expect(ana.button('Admit')).toHaveCount(1);
    await ben.button('Cancel').click();
    await expect(ben.heading('Ready to join?')).toBeVisible();
    await expect(ana.button('Admit')).toHaveCount(0);
  });

  await test.step('who is sent away can ask again', async () => {
    await knock(ben, link);
    await ana.button('Deny').click();
    await expect(ben.heading('The host did not let you in')).toBeVisible();
    await expect(ana.button('Admit')).toHaveCount(0);
    expect(await ben.page.evaluate(() => window.e2e.live())).toMatchObject({ tracks: 0 });
    await ben.button('Ask again').click();
    await expect(ben.heading('Asking to join…')).toBeVisible();
  });

  await test.step('all who knock are let in at once', async () => {
    const cem = await wire('Cem', link);
    expect(cem.reply.status).toBe('waiting');
    await expect(ana.knocks.getByText('2 people want to join')).toBeVisible();
    await expect(ana.button('Admit')).toHaveCount(2);
    await ana.button('Admit all').click();
    await expect(ben.ownTile).toBeVisible();
    await expect.poll(() => cem.heard('admitted')).toBe(true);
    await expect(ana.tiles).toHaveCount(3);
    await expect(ana.knocks).toHaveCount(0);
  });
});

test('a guest waits through a restart of the server, for an absent host, and until the lobby is turned off', async ({
  person,
}) => {
  test.setTimeout(90_000);
  const { ana, link } = await hostWithLobby(person);
  const ben = await person('Ben', { devicesOff: true });

  await test.step('after a restart of the server guests knock again by themselves', async () => {
    await knock(ben, link);
    await server().kill();
    await server().restart();
    await expect(ana.banner).toBeHidden({ timeout: 30_000 });
    await expect(ana.button('Admit')).toHaveCount(1, { timeout: 30_000 });
    await expect(ben.heading('Asking to join…')).toBeVisible();
    await ana.button('Admit').click();
    await expect(ben.ownTile).toBeVisible();
    await ben.leave();
  });

  await test.step('turning the lobby off lets in who waits', async () => {
    await knock(ben, link);
    const dialog = await ana.openHostControls();
    await dialog.getByRole('checkbox', { name: 'Lobby' }).uncheck();
    await expect(ben.ownTile).toBeVisible();
    await dialog.getByRole('checkbox', { name: 'Lobby' }).check();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await ben.leave();
  });

  await test.step('who waits before a host is there is told so, and seen when one comes', async () => {
    await ana.leave();
    await ben.page.goto(link);
    await ben.field('Your name').fill('Ben');
    await ben.joinButton.click();
    await expect(ben.page.getByText('No host is here yet.')).toBeVisible();
    await ana.button('Rejoin').click();
    await ana.joinNow();
    await ana.button('Admit').click();
    await expect(ben.ownTile).toBeVisible();
  });
});
