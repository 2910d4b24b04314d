import { expect, type Person, test } from '../support/meeting.ts';
import { useServer } from '../support/server.ts';

const server = useServer();

/** Somebody who started a meeting and turned on its lobby; the link. */
async function hostWithLobby(ana: Person): Promise<string> {
  const link = await ana.startMeeting(server().origin);
  await ana.joinNow();
  const dialog = await ana.openHostControls();
  await dialog.getByRole('checkbox', { name: 'Lobby' }).check();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await ana.button('Participants').click();
  return link;
}

async function knock(person: Person, link: string): Promise<void> {
  await person.page.goto(link);
  await expect(person.page.getByText('You will wait in the lobby')).toBeVisible();
  await person.field('Your name').fill(person.name);
  await person.button('Join now').click();
  await expect(person.page.getByText('Waiting for a host to let you in.')).toBeVisible();
}

test('a guest knocks, sees itself meanwhile, and is let in', async ({ person }) => {
  const ana = await person('Ana');
  const ben = await person('Ben');
  const link = await hostWithLobby(ana);
  await knock(ben, link);
  await expect(ben.page).toHaveTitle('Asking to join… · Convene');
  await expect(ben.heading('Asking to join…')).toBeFocused();
  await expect(
    ben.page.getByRole('status').filter({ hasText: 'Waiting for a host' }),
  ).toBeVisible();
  const video = ben.page.getByRole('region', { name: 'Camera preview' }).locator('video');
  await expect(video).toHaveJSProperty('paused', false);
  // Nothing of the meeting is seen from the lobby.
  await expect(ben.page.getByRole('group', { name: 'Ana' })).toHaveCount(0);

  await expect(ana.page.getByText('Ben asks to join', { exact: true })).toBeVisible();
  await expect(ana.page.locator('[aria-live=polite]')).toHaveText(/Ben asks to join/);
  await expect(ana.button('Admit')).toHaveCount(1);
  await expect(ana.button('Admit')).toHaveAccessibleDescription('Ben asks to join');

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
});

test('who was let in comes back without knocking', async ({ person }) => {
  const ana = await person('Ana');
  const ben = await person('Ben');
  const link = await hostWithLobby(ana);
  await knock(ben, link);
  await ana.button('Admit').click();
  await expect(ben.ownTile).toBeVisible();
  await ben.page.reload();
  await expect(ben.page.getByText('One person is here.')).toBeVisible();
  await expect(ben.page.getByText('You will wait in the lobby')).toHaveCount(0);
  await ben.joinNow();
});

test('all who knock are let in at once', async ({ person }) => {
  const ana = await person('Ana');
  const ben = await person('Ben');
  const cem = await person('Cem');
  const link = await hostWithLobby(ana);
  await knock(ben, link);
  await knock(cem, link);
  await expect(ana.page.getByText('2 people ask to join')).toBeVisible();
  await expect(ana.button('Admit')).toHaveCount(2);
  await ana.button('Admit all').click();
  for (const guest of [ben, cem]) await expect(guest.ownTile).toBeVisible();
  await expect(ana.tiles).toHaveCount(3);
  await expect(ana.page.getByText('ask to join')).toHaveCount(0);
});

test('who is sent away can ask again', async ({ person }) => {
  const ana = await person('Ana');
  const ben = await person('Ben');
  const link = await hostWithLobby(ana);
  await knock(ben, link);
  await ana.button('Deny').click();
  await expect(ben.heading('The host did not let you in')).toBeVisible();
  await expect(ana.button('Admit')).toHaveCount(0);
  expect(await ben.page.evaluate(() => window.e2e.live())).toMatchObject({ tracks: 0 });

  await ben.button('Ask again').click();
  await expect(ben.heading('Asking to join…')).toBeVisible();
  await ana.button('Admit').click();
  await expect(ben.ownTile).toBeVisible();
});

test('who gives up no longer knocks', async ({ person }) => {
  const ana = await person('Ana');
  const ben = await person('Ben');
  const link = await hostWithLobby(ana);
  await knock(ben, link);
  await expect(ana.button('Admit')).toHaveCount(1);
  await ben.button('Cancel').click();
  await expect(ben.heading('Ready to join?')).toBeVisible();
  await expect(ana.button('Admit')).toHaveCount(0);
});

test('whoever waits through a restart of the server knocks again by themselves', async ({
  person,
}) => {
  test.setTimeout(90_000);
  const ana = await person('Ana');
  const ben = await person('Ben');
  const link = await hostWithLobby(ana);
  await knock(ben, link);
  await server().kill();
  await server().restart();
  await expect(ana.banner).toBeHidden({ timeout: 30_000 });
  await expect(ana.button('Admit')).toHaveCount(1, { timeout: 30_000 });
  await expect(ben.heading('Asking to join…')).toBeVisible();
  await ana.button('Admit').click();
  await expect(ben.ownTile).toBeVisible();
});

test('who waits before a host is there is told so, and seen when one comes', async ({ person }) => {
  const ana = await person('Ana');
  const ben = await person('Ben');
  const link = await hostWithLobby(ana);
  await ana.leave();
  await ben.page.goto(link);
  await ben.field('Your name').fill('Ben');
  await ben.button('Join now').click();
  await expect(ben.page.getByText('No host is here yet.')).toBeVisible();
  await ana.button('Rejoin').click();
  await ana.joinNow();
  await ana.button('Admit').click();
  await expect(ben.ownTile).toBeVisible();
});

test('turning the lobby off lets in who waits', async ({ person }) => {
  const ana = await person('Ana');
  const ben = await person('Ben');
  const link = await hostWithLobby(ana);
  await knock(ben, link);
  const dialog = await ana.openHostControls();
  await dialog.getByRole('checkbox', { name: 'Lobby' }).uncheck();
  await expect(ben.ownTile).toBeVisible();
});
