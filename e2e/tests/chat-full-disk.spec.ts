import { log, message, openChat, shown, texts, write } from '../support/chat.ts';
import { expect, type Person, test } from '../support/meeting.ts';
import { useServer } from '../support/server.ts';

// It has to tell its operator.
const server = useServer({ expectErrors: /the database does not serve|storage failed/ });

async function talk(person: (name: string) => Promise<Person>) {
  const [ana, ben] = [await person('Ana'), await person('Ben')];
  const { link } = await server().createMeeting();
  await ana.join(link);
  await ben.join(link);
  await openChat(ana, ben);
  await write(ana, 'before');
  await expect(shown(ben, 'before')).toBeVisible();
  return { ana, ben };
}

const WAITS = 'The server cannot keep it just now. Trying again…';

test('what the server cannot keep stays marked, and is sent once when there is room', async ({
  person,
}) => {
  const { ana, ben } = await talk(person);
  server().setDiskFull(true);
  await write(ana, 'one');
  await write(ana, 'two');
  await expect(message(ana, 'one')).toContainText(WAITS);
  // The next try finds no room either.
  const tries = () => server().log.split('the database does not serve').length;
  const before = tries();
  await expect.poll(tries).toBeGreaterThan(before);
  await expect(message(ana, 'one')).toContainText(WAITS);
  expect(await texts(ben)).toEqual(['before']);
  // The meeting itself goes on.
  await ben.button('Mute').click();
  await expect(ana.tile('Ben').getByText('Microphone off')).toBeAttached();

  server().setDiskFull(false);
  await expect(shown(ben, 'two')).toBeVisible();
  await expect(log(ana)).not.toContainText(/cannot keep|Sending/);
  for (const one of [ana, ben]) expect(await texts(one)).toEqual(['before', 'one', 'two']);
});

test('a change that cannot be kept is said so, and the message stays as it was', async ({
  person,
}) => {
  const { ana, ben } = await talk(person);
  server().setDiskFull(true);
  const notice = ana.page.getByRole('status').getByText('The message could not be changed.');
  await message(ana, 'before').hover();
  await message(ana, 'before').getByRole('button', { name: 'Edit' }).click();
  await ana.field('Edit message').fill('after');
  await ana.button('Save').click();
  await expect(notice).toBeVisible();
  // What was typed is not lost.
  await expect(ana.field('Edit message')).toHaveValue('after');
  server().setDiskFull(false);
  await ana.button('Save').click();
  await expect(shown(ben, 'after (edited)')).toBeVisible();

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
