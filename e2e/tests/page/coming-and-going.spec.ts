import { readFile } from 'node:fs/promises';

import { instrument } from '../../support/instrument.ts';
import { expect, Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

test('a second tab with the same link offers to move the meeting there', async ({
  person,
  wire,
}) => {
  const ana = await person('Ana', { devicesOff: true });
  const { link } = await server().createMeeting();
  await ana.join(link);
  const ben = await wire('Ben', link);
  const second = new Person('Ana', await ana.context.newPage());
  await second.page.addInitScript(instrument);
  await second.page.goto(link);
  await expect(second.page.getByText('You are in this meeting in another tab')).toBeVisible();
  await expect(second.button('Join as another person')).toBeVisible();
  await second.button('Use here instead').click();
  await expect(second.ownTile).toBeVisible();
  await expect(ana.heading('This meeting is open in another tab')).toBeVisible();
  expect(await server().stats()).toMatchObject({ participants: 2 });

  await test.step('or to join as another person', async () => {
    await ana.page.goto(link);
    await ana.field('Your name').fill('Ana at the board');
    await ana.button('Join as another person').click();
    await expect(ana.tile('Ana at the board (you)')).toBeVisible();
    await expect(ana.tile('Ana')).toBeVisible();
    expect(await server().stats()).toMatchObject({ participants: 3 });
  });

  await test.step('with no other tab in the meeting nothing is offered', async () => {
    await second.page.close();
    await ana.leave();
    await ana.page.goto(link);
    await expect(ana.button('Join now')).toBeVisible();
    await expect(ana.button('Use here instead')).toHaveCount(0);
  });
  await ben.leave();
});

test('the name has the focus, and Enter joins', async ({ person }) => {
  const ana = await person('Ana', { devicesOff: true });
  const { link } = await server().createMeeting();
  await ana.page.goto(link);
  await expect(ana.field('Your name')).toBeFocused();
  await ana.page.keyboard.type('Ana');
  await ana.page.keyboard.press('Enter');
  await expect(ana.ownTile).toBeVisible();
});

test('after leaving one reads how long and with whom, and saves the chat', async ({
  person,
  wire,
}) => {
  const ana = await person('Ana', { devicesOff: true });
  const { id, link } = await server().createMeeting();
  await ana.join(link);
  const ben = await wire('Ben', link);
  const cleo = await wire('Cleo', link);
  await expect(ana.tiles).toHaveCount(3);
  await cleo.leave();
  await ben.say('Read page 7.');
  await ben.say('Only for you.', ben.idOf('Ana'));
  await ana.button('Chat').click();
  await expect(ana.page.getByText('Only for you.')).toBeVisible();
  await ana.leave();
  await expect(
    ana.page.getByText(/^You were in the meeting for 0:\d\d with Ben and Cleo$/),
  ).toBeVisible();
  const [file] = await Promise.all([
    ana.page.waitForEvent('download'),
    ana.button('Save chat').click(),
  ]);
  expect(file.suggestedFilename()).toBe(`chat-${id}.txt`);
  const text = await readFile(await file.path(), 'utf8');
  expect(text).toMatch(/Chat of meeting .*\n\n.*Ben:\nRead page 7\.\n/);
  expect(text).toMatch(/Ben \(privately to Ana\):\nOnly for you\./);
  await ana.button('Rejoin').click();
  await ana.joinNow();
  await expect(ana.tile('Ben')).toBeVisible();
});

test('a meeting that has ended is no longer among the recent ones', async ({ person }) => {
  const ana = await person('Ana', { devicesOff: true });
  const meeting = await server().createMeeting();
  await ana.host(meeting);
  await ana.page.goto(server().origin);
  await expect(ana.page.getByRole('link', { name: meeting.id })).toBeVisible();
  await ana.page.goto(meeting.link);
  await ana.joinNow();
  const dialog = await ana.openHostControls();
  await dialog.getByRole('button', { name: 'End for all' }).click();
  await ana.button('End for all').click();
  await expect(ana.heading('The meeting has ended')).toBeVisible();
  await ana.page.goto(server().origin);
  await expect(ana.button('Start meeting')).toBeVisible();
  await expect(ana.page.getByRole('link', { name: meeting.id })).toHaveCount(0);
});
