import { readFile } from 'node:fs/promises';

import { expectAccessible } from '../../support/accessible.ts';
import { openChat, shown } from '../../support/chat.ts';
import { Guest } from '../../support/dialects.ts';
import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

test('a host’s title is in the tab, the room, before joining and among the recent meetings', async ({
  person,
  wire,
}) => {
  const ana = await person('Ana', { devicesOff: true });
  const ben = await person('Ben', { devicesOff: true });
  const meeting = await server().createMeeting();
  await ana.host(meeting);
  await expect(ana.page).toHaveTitle(`Meeting ${meeting.id} · Convene`);

  const dialog = await ana.openHostControls();
  const title = dialog.getByRole('textbox', { name: 'Title' });
  await title.fill('x'.repeat(101));
  await dialog.getByRole('button', { name: 'Save: Title' }).click();
  await expect(title).toHaveAccessibleDescription('Use at most 100 characters.');
  await title.fill('Stand-up <b>A & B</b>');
  await title.press('Enter');
  await expect(dialog.getByText('Title saved.')).toBeVisible();
  await expectAccessible(ana.page, 'the host controls with a title');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(ana.page).toHaveTitle('Stand-up <b>A & B</b> · Convene');
  await expect(ana.page.locator('.meeting-title')).toHaveText('Stand-up <b>A & B</b>');

  await ben.page.goto(meeting.link);
  await expect(ben.page).toHaveTitle('Join Stand-up <b>A & B</b> · Convene');
  await expect(ben.page.getByText('Stand-up <b>A & B</b>', { exact: true })).toBeVisible();
  const chris = await wire('Chris', meeting.link);
  await ben.joinNow();
  await expect(ben.page).toHaveTitle('Stand-up <b>A & B</b> · Convene');
  await expect(ben.tiles).toHaveCount(3);

  await (await ana.openHostControls()).getByRole('textbox', { name: 'Title' }).fill('Retro');
  await ana.button('Save: Title').click();
  await expect(ben.page).toHaveTitle('Retro · Convene');
  const told = 'This meeting is now called “Retro”.';
  await expect(ben.page.locator('.toast', { hasText: told })).toBeVisible();
  await expect(ben.page.locator('[aria-live]', { hasText: told })).toBeAttached();
  await expect(ana.button('Save: Title'), 'the host reads that it was saved').toBeVisible();
  await expect(ana.page.getByText('Title saved.')).toBeVisible();
  await expect(ana.page.getByText(told)).toHaveCount(0);
  await chris.say('See you');
  await openChat(ben);
  await expect(shown(ben, 'See you')).toBeVisible();
  await ben.leave();
  const [file] = await Promise.all([
    ben.page.waitForEvent('download'),
    ben.button('Save chat').click(),
  ]);
  expect(await readFile(await file.path(), 'utf8')).toContain('Chat of meeting Retro');
  await ben.page.goto(server().origin);
  const recent = ben.page.getByRole('region', { name: 'Recent meetings' });
  await expect(recent.getByRole('link')).toHaveText(
    /^Retro .+ with (Ana and Chris|Chris and Ana)$/,
  );
  await expect(ben.button('Remove Retro from this list')).toBeVisible();
  await expectAccessible(ben.page, 'the start page with a titled meeting');
  await recent.getByRole('link').click();
  await expect(ben.page).toHaveURL(meeting.link);
});

test('a title can be given before there is a meeting', async ({ person }) => {
  const ana = await person('Ana', { devicesOff: true });
  await ana.page.goto(server().origin);
  const title = ana.field('Title of the meeting');
  await expect(ana.button('Start meeting')).toBeVisible();
  await expect(title, 'nobody has to give one').toHaveCount(0);
  await ana.button('Add a title').click();
  await expect(title).toBeFocused();
  await expectAccessible(ana.page, 'the start page with a title');
  await title.fill('x'.repeat(101));
  await ana.button('Start meeting').click();
  await expect(title).toHaveAccessibleDescription('Use at most 100 characters.');
  await title.fill('Plan <b> & review');
  await title.press('Enter');
  await expect(ana.page).toHaveURL(/\/m\/[a-z-]+$/);
  await expect(ana.page).toHaveTitle('Join Plan <b> & review · Convene');
  await ana.joinNow();
  await expect(ana.page.locator('.meeting-title')).toHaveText('Plan <b> & review');
  await expect(ana.page).toHaveTitle('Plan <b> & review · Convene');

  await test.step('an empty one is none', async () => {
    await ana.page.goto(server().origin);
    await ana.button('Add a title').click();
    await ana.button('Start meeting').click();
    await expect(ana.page).toHaveTitle(/^Join [a-z]{3}-[a-z]{4}-[a-z]{3} · Convene$/);
  });
});

test('the start page leads to a room by its name, shown everywhere', async ({ person }) => {
  const ana = await person('Ana', { devicesOff: true });
  const rob = await Guest.connect(server().origin, 'rooms');
  rob.emit('join-room', { roomId: 'standup', userInfo: { userName: 'Rob' } });
  await rob.next('room-joined');

  await ana.page.goto(server().origin);
  await ana.field('Meeting code or link').fill('standup');
  await ana.button('Join').click();
  await expect(ana.page).toHaveURL(`${server().origin}/room/standup`);
  await expect(ana.page).toHaveTitle('Join standup · Convene');
  await expect(ana.page.getByText('standup', { exact: true })).toBeVisible();
  await ana.joinNow();
  await expect(ana.tile('Rob')).toBeVisible();
  await expect(ana.page).toHaveTitle('standup · Convene');
  await expect(ana.button('Copy link to standup')).toBeVisible();
  rob.close();
  await expect(ana.page.getByText(`${new URL(server().origin).host}/room/standup`)).toBeVisible();
  await ana.leave();

  await ana.page.goto(server().origin);
  const recent = ana.page.getByRole('region', { name: 'Recent meetings' });
  await expect(recent.getByRole('link')).toHaveText(/^standup .+ with Rob$/);
  await recent.getByRole('link').click();
  await expect(ana.page).toHaveURL(`${server().origin}/room/standup`);
  await expect(ana.heading('Ready to join?')).toBeVisible();

  await test.step('any text is a name', async () => {
    await ana.page.goto(`${server().origin}/room/50%25%20%C3%A4%2Fb`);
    await expect(ana.page).toHaveTitle('Join 50% ä/b · Convene');
    await ana.page.reload();
    await expect(ana.page).toHaveTitle('Join 50% ä/b · Convene');
    await ana.joinNow();
    const dialog = await ana.openHostControls();
    await expect(dialog.getByRole('checkbox', { name: /link previews/ })).toBeVisible();
    await expect(dialog.getByRole('textbox', { name: 'Title' })).toHaveCount(0);
  });

  await test.step('ten letters are a name too, unless they are the code of a meeting', async () => {
    await ana.page.goto(server().origin);
    await ana.field('Meeting code or link').fill('Design Team');
    await ana.button('Join').click();
    await expect(ana.page).toHaveURL(`${server().origin}/room/Design%20Team`);
    await expect(ana.page).toHaveTitle('Join Design Team · Convene');
  });
});

test('a host’s name for the meeting leads to it, and a taken one is refused', async ({
  person,
  wire,
}) => {
  const ana = await person('Ana', { devicesOff: true });
  const ben = await person('Ben', { devicesOff: true });
  const meeting = await server().createMeeting();
  await ana.host(meeting);
  await fetch(`${server().origin}/api/v1/rooms/in-use`, { method: 'PUT' });
  const dialog = await ana.openHostControls();
  const name = dialog.getByRole('textbox', { name: 'Name in the link' });
  const save = dialog.getByRole('button', { name: 'Save: Name in the link' });
  for (const [typed, problem] of [
    ['a b', /^Use 3 to 40 lowercase letters/],
    ['abcdefghij', /^This looks like a meeting code/],
  ] as const) {
    await name.fill(typed);
    await save.click();
    await expect(name).toHaveAccessibleDescription(problem);
  }
  for (const [typed, problem] of [
    ['in-use', /^Another meeting or room has this name/],
    ['admin', /^This name cannot be used/],
  ] as const) {
    await name.fill(typed);
    await save.click();
    await expect(dialog.getByRole('alert').filter({ hasText: problem })).toBeVisible();
  }
  await name.fill('weekly-sync');
  await save.click();
  await expect(dialog.getByText('Name saved.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(ana.page.getByText(`${new URL(server().origin).host}/m/weekly-sync`)).toBeVisible();
  await expect(ana.button('Copy link to weekly-sync')).toBeVisible();

  await ben.page.goto(`${server().origin}/m/weekly-sync`);
  await ben.joinNow();
  await expect(ben.tile('Ana')).toBeVisible();
  await wire('Chris', meeting.link);
  await expect(ben.tile('Chris')).toBeVisible();

  await test.step('the address of everybody follows a new name, and nobody leaves for it', async () => {
    const by = (text: string) => `${server().origin}/m/${text}`;
    await expect(ana.page, 'the host came by the code').toHaveURL(by('weekly-sync'));
    for (const { ownTile } of [ana, ben]) {
      await ownTile.evaluate((tile) => tile.setAttribute('data-stays', ''));
    }
    const again = await ana.openHostControls();
    await again.getByRole('textbox', { name: 'Name in the link' }).fill('daily-sync');
    await again.getByRole('button', { name: 'Save: Name in the link' }).click();
    await expect(ben.page).toHaveURL(by('daily-sync'));
    await expect(ana.page).toHaveURL(by('daily-sync'));
    for (const { ownTile } of [ana, ben]) await expect(ownTile).toHaveAttribute('data-stays');
    await ben.page.reload();
    await ben.joinNow();
    await expect(ben.tile('Ana')).toBeVisible();
    await ben.page.goto(by('weekly-sync'));
    await expect(ben.page.getByText('No meeting has the name “weekly-sync”.')).toBeVisible();

    await again.getByRole('button', { name: 'Remove: Name in the link' }).click();
    await expect(ana.page, 'without a name the code is back').toHaveURL(by(meeting.id));
    await expect(ana.ownTile).toHaveAttribute('data-stays');
  });
  await ben.page.goto(`${server().origin}/m/monthly-sync`);
  await expect(ben.page.getByText('No meeting has the name “monthly-sync”.')).toBeVisible();
});

test('the link is shared by the system’s sheet, or copied where there is none', async ({
  person,
}) => {
  const meeting = await server().createMeeting();
  const ana = await person('Ana', {
    devicesOff: true,
    prepare: () => {
      const shared: ShareData[] = [];
      Object.assign(window, { shared });
      navigator.share = async (data) => {
        shared.push(data ?? {});
      };
    },
  });
  await ana.join(meeting.link);
  await ana.button('Share link').first().click();
  const shared = () =>
    ana.page.evaluate(() => (window as unknown as { shared: ShareData[] }).shared);
  await expect
    .poll(shared)
    .toEqual([{ title: 'Convene', text: 'Join me on Convene', url: meeting.link }]);

  await test.step('a sheet that fails leaves the link to be copied', async () => {
    await ana.page.evaluate(() => {
      navigator.share = async () => {
        throw new DOMException('', 'NotAllowedError');
      };
    });
    await ana.button('Share link').first().click();
    await expect(ana.toast('Link copied')).toBeVisible();
  });
});
