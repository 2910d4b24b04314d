import { expect, type Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

async function remove(ana: Person, name: string, choice: string): Promise<void> {
  await ana.actOn(name, 'Remove');
  const dialog = ana.page.getByRole('dialog', { name: `Remove ${name}?` });
  await dialog.getByRole('radio', { name: choice }).check();
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(dialog).toHaveCount(0);
}

test('a host lowers a hand, renames people and removes them', async ({ person, wire }) => {
  test.setTimeout(120_000);
  const [ana, ben] = [await person('Ana', { devicesOff: true }), await person('Ben')];
  const meeting = await server().createMeeting();
  const { link } = meeting;
  await ana.host(meeting);
  await ben.join(link);

  await test.step('a hand is lowered', async () => {
    await ben.button('Raise hand').click();
    await ana.openPeople();
    await expect(ana.row('Ben')).toContainText('Hand raised, number 1');
    await ana.actOn('Ben', 'Lower hand');
    await expect(ana.row('Ben')).not.toContainText('Hand raised');
    await expect(ben.button('Raise hand')).toBeVisible();
    // The pressed button is gone; the focus is back on the button that opened the menu.
    await expect(ana.button('Actions for Ben')).toBeFocused();
  });

  await test.step('who is removed is out at once, and may come back by the link', async () => {
    await remove(ana, 'Ben', 'Allow to return');
    await expect(ana.tile('Ben')).toHaveCount(0);
    await expect(ben.heading('A host removed you')).toBeVisible();
    await expect
      .poll(() => ben.page.evaluate(() => window.e2e.live()))
      .toMatchObject({ peerConnections: 0, tracks: 0 });
    await ben.button('Join again').click();
    await expect(ben.ownTile).toBeVisible();
    await expect(ana.tile('Ben')).toBeVisible();
  });

  await test.step('the token of who was removed is good for nothing, and that is said', async () => {
    const storage = await ben.page.evaluate(() => ({ ...sessionStorage }));
    await remove(ana, 'Ben', 'Allow to return');
    await expect(ben.heading('A host removed you')).toBeVisible();
    await ben.page.evaluate((entries) => {
      for (const [key, value] of Object.entries(entries)) sessionStorage.setItem(key, value);
    }, storage);
    await ben.page.goto(link);
    await ben.joinButton.click();
    await expect(ben.heading('A host removed you')).toBeVisible();
    await ben.button('Join again').click();
    await expect(ben.ownTile).toBeVisible();
  });

  await test.step('one’s own name is changed, and remembered for the next time', async () => {
    await ben.openPeople();
    await ben.button('Rename').click();
    const dialog = ben.page.getByRole('dialog', { name: 'Change your name' });
    const field = dialog.getByRole('textbox', { name: 'Name' });
    await expect(field).toBeFocused();
    await field.fill(' ');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(field).toHaveAccessibleDescription(/Enter your name/);
    await field.fill('Benjamin');
    await field.press('Enter');
    await expect(dialog).toHaveCount(0);
    await expect(ben.tile('Benjamin (you)')).toBeVisible();
    await expect(ana.tile('Benjamin')).toBeVisible();
    await expect(ben.button('Rename')).toBeFocused();
    await ben.page.reload();
    await expect(ben.field('Your name')).toHaveValue('Benjamin');
    await ben.joinButton.click();
    await expect(ana.tile('Benjamin')).toBeVisible();
  });

  await test.step('a host renames another, who keeps the name when they come back', async () => {
    await ana.actOn('Benjamin', 'Rename');
    const dialog = ana.page.getByRole('dialog', { name: 'Rename Benjamin' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Ben from Berlin');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(ben.tile('Ben from Berlin (you)')).toBeVisible();
    await expect(ben.toast('Your name is now Ben from Berlin.')).toBeVisible();
    await ben.page.reload();
    await ben.joinButton.click();
    await expect(ben.tile('Ben from Berlin (you)')).toBeVisible();

    await ben.openPeople();
    await ben.button('Rename').click();
    const own = ben.page.getByRole('dialog', { name: 'Change your name' });
    await own.getByRole('textbox', { name: 'Name' }).fill('Ben');
    await own.getByRole('button', { name: 'Save' }).click();
    await expect(own.getByRole('alert')).toHaveText(/A host gave you this name/);
  });

  await test.step('who is removed for good must knock like everybody new from that network', async () => {
    await remove(ana, 'Ben from Berlin', 'Do not let them back in');
    await expect(ben.heading('A host removed you')).toBeVisible();
    await expect(ben.button('Join again')).toHaveCount(0);

    await ben.page.goto(link);
    await ben.field('Your name').fill(ben.name);
    await ben.joinButton.click();
    await expect(ben.heading('Asking to join…')).toBeVisible();
    const cem = await wire('Cem', link);
    expect(cem.reply.status).toBe('waiting');
    const waiting = ana.page.getByRole('list', { name: 'Waiting in the lobby' });
    await expect(waiting.getByText('From the same network as someone who was removed')).toHaveCount(
      2,
    );
    const row = waiting.getByRole('listitem').filter({ hasText: 'Ben' });
    await row.getByRole('button', { name: 'Deny' }).click();
    await expect(ben.heading('The host did not let you in')).toBeVisible();
    await ana.button('Admit').click();
    await expect.poll(() => cem.heard('admitted')).toBe(true);
  });
});

test('the host ends the meeting for all, those in the lobby too, for good', async ({ person }) => {
  const [ana, ben, cem] = [await person('Ana'), await person('Ben'), await person('Cem')];
  const meeting = await server().createMeeting();
  const { link } = meeting;
  await ana.host(meeting);
  await ben.join(link);
  const controls = await ana.openHostControls();
  await controls.getByRole('checkbox', { name: 'Lobby' }).check();
  await controls.getByRole('button', { name: 'Close' }).click();
  await cem.page.goto(link);
  await cem.field('Your name').fill('Cem');
  await cem.joinButton.click();
  await expect(cem.heading('Asking to join…')).toBeVisible();

  await ana.button('End options').click();
  await ana.button('End for all').click();
  const question = ana.page.getByRole('dialog', { name: 'End the meeting for all?' });
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(ben.tile('Ana')).toBeVisible();

  await ana.button('End options').click();
  await ana.button('End for all').click();
  await ana.button('End for all').click();
  for (const one of [ana, ben, cem]) {
    await expect(one.heading('The meeting has ended')).toBeVisible();
    await expect
      .poll(() => one.page.evaluate(() => window.e2e.live()))
      .toMatchObject({ peerConnections: 0, tracks: 0, webSockets: 0 });
  }
  await expect(ana.page.getByText('You ended it for everyone.')).toBeVisible();
  await expect(ben.page.getByText('A host ended it for everyone.')).toBeVisible();
  await server().kill();
  await server().restart();
  await ben.page.reload();
  await expect(ben.heading('The meeting has ended')).toBeVisible();
});

test('a host acts on a phone, where the list covers the page', async ({ person, wire }) => {
  const ana = await person('Ana', {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    devicesOff: true,
  });
  const meeting = await server().createMeeting();
  const { link } = meeting;
  await ana.host(meeting);
  const ben = await wire('Ben', link, { media: { microphone: true } });
  await ana.button('More').click();
  await ana.button('Participants').click();
  await ana.button('Actions for Ben').click();
  await ana.actionsFor('Ben').getByRole('button', { name: 'Mute' }).click();
  await expect
    .poll(() => ben.client.named('source_stopped').map(({ payload }) => payload.source))
    .toEqual(['microphone']);
  const controls = await ana.openHostControls();
  await controls.getByRole('checkbox', { name: 'Lobby' }).check();
  await controls.getByRole('button', { name: 'Close' }).click();
  await ana.page.keyboard.press('Escape');
  await ana.button('More').click();
  await expect(ana.button('End for all')).toBeVisible();
  await ana.page.keyboard.press('Escape');

  await test.step('and sees who knocks over the chat, too', async () => {
    await ana.button('Chat').click();
    const cem = await wire('Cem', link);
    await ana.button('Admit').click();
    await expect.poll(() => cem.heard('admitted')).toBe(true);
  });
});
