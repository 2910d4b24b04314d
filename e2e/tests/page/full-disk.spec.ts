import { expectAccessible } from '../../support/accessible.ts';
import { log, message, openChat, shown, texts, write } from '../../support/chat.ts';
import { expect, type Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

// The server must log the failure for its operator.
const server = useServer({
  expectErrors: /the database does not serve|storage failed|cannot keep what was decided/,
});

const WAITS = 'The server cannot save it right now. Trying again…';

test('what the server cannot keep stays marked, and is sent once when there is room', async ({
  person,
  wire,
}) => {
  const ana = await person('Ana', { devicesOff: true });
  const { link } = await server().createMeeting();
  await ana.join(link);
  const ben = await wire('Ben', link);
  await openChat(ana);
  await write(ana, 'before');
  await expect.poll(() => ben.texts).toEqual(['before']);

  server().setDiskFull(true);
  await write(ana, 'one');
  await write(ana, 'two');
  await expect(message(ana, 'one')).toContainText(WAITS);
  // The next attempt fails on the full disk too.
  const tries = () => server().log.split('the database does not serve').length;
  const before = tries();
  await expect.poll(tries).toBeGreaterThan(before);
  await expect(message(ana, 'one')).toContainText(WAITS);
  expect(ben.texts).toEqual(['before']);
  // The meeting goes on.
  await ben.setMedia({ microphone: true });
  await expect(ana.tile('Ben').getByText('Microphone off')).not.toBeAttached();
  await ben.setMedia({ microphone: false });
  await expect(ana.tile('Ben').getByText('Microphone off')).toBeAttached();

  server().setDiskFull(false);
  await expect.poll(() => ben.texts).toEqual(['before', 'one', 'two']);
  await expect(log(ana)).not.toContainText(/cannot save|Sending/);
  expect(await texts(ana)).toEqual(['before', 'one', 'two']);

  await test.step('a change that cannot be kept is said so, and the message stays as it was', async () => {
    server().setDiskFull(true);
    const notice = ana.page.getByRole('status').getByText('The message could not be changed.');
    await message(ana, 'before').hover();
    await message(ana, 'before').getByRole('button', { name: 'Edit' }).click();
    await ana.field('Edit message').fill('after');
    await ana.button('Save').click();
    await expect(notice).toBeVisible();
    // The editor keeps the typed text.
    await expect(ana.field('Edit message')).toHaveValue('after');
    server().setDiskFull(false);
    await ana.button('Save').click();
    await expect(shown(ana, 'after (edited)')).toBeVisible();
    await expect.poll(() => ben.texts).toEqual(['after', 'one', 'two']);

    server().setDiskFull(true);
    await expect(notice).toBeHidden();
    await message(ana, 'after (edited)').hover();
    await message(ana, 'after (edited)').getByRole('button', { name: 'Delete' }).click();
    await ana.page
      .getByRole('group', { name: 'Delete this message?' })
      .getByText('Delete')
      .last()
      .click();
    await expect(notice).toBeVisible();
    await expect(shown(ana, 'after (edited)')).toBeVisible();
    server().setDiskFull(false);
  });
});

test('a lock that cannot be kept holds, and hosts are told until it is kept', async ({
  person,
}) => {
  const quiet = { devicesOff: true };
  const [ana, ben] = [await person('Ana', quiet), await person('Ben', quiet)];
  const cleo = await person('Cleo', quiet);
  const meeting = await server().createMeeting();
  const { link } = meeting;
  await ana.host(meeting);
  await ben.join(link);
  await ana.openPeople();
  server().setDiskFull(true);
  await ana.button('Lock meeting').click();
  const notice = (who: Person) => who.page.getByRole('status').filter({ hasText: 'Not saved yet' });
  await expect(notice(ana)).toBeVisible();
  await expectAccessible(ana.page, 'a lock that is not kept');
  await expect(notice(ben)).toHaveCount(0);
  await cleo.page.goto(link);
  await cleo.field('Your name').fill('Cleo');
  await cleo.joinButton.click();
  await expect(cleo.page.getByText(/A host locked the meeting/)).toBeVisible();

  server().setDiskFull(false);
  await expect(notice(ana)).toHaveCount(0);
  await server().kill();
  await server().restart();
  await cleo.page.reload();
  await cleo.joinButton.click();
  await expect(cleo.page.getByText(/A host locked the meeting/)).toBeVisible();
});
