import { group, log, message, openChat, shown, texts, write } from '../support/chat.ts';
import { expect, type Person, test } from '../support/meeting.ts';
import { useServer } from '../support/server.ts';
import { Client } from '../support/signaling.ts';

const server = useServer();

async function choose(person: Person, name: string): Promise<void> {
  await person.combobox('To').selectOption({ label: name });
}

test('a private message is seen by the two it concerns, and is marked', async ({ person }) => {
  const people = [await person('Ana'), await person('Ben'), await person('Cleo')] as const;
  const [ana, ben, cleo] = people;
  const { link } = await server().createMeeting();
  for (const one of people) await one.join(link);
  await openChat(...people);
  await choose(ana, 'Ben');
  await write(ana, 'between us');
  await expect(group(ana, 'between us')).toContainText('Only to Ben');
  await expect(group(ben, 'between us')).toContainText('Only to you');

  // What comes after it has come to Cleo, so it would have, too.
  await choose(ana, 'Everyone');
  await write(ana, 'for everybody');
  for (const one of [ana, ben]) {
    await expect(group(one, 'for everybody')).not.toContainText('Only to');
  }
  await expect(shown(cleo, 'for everybody')).toBeVisible();
  expect(await texts(cleo)).toEqual(['for everybody']);
});

test('who joins later does not find what was private', async ({ person }) => {
  const [ana, cleo] = [await person('Ana'), await person('Cleo')];
  const { id, link } = await server().createMeeting();
  await ana.join(link);
  const ben = await Client.connect(server().origin);
  await ben.join(id, 'Ben');
  await openChat(ana);
  await choose(ana, 'Ben');
  await write(ana, 'between us');
  await choose(ana, 'Everyone');
  await write(ana, 'for everybody');
  await expect(log(ana)).not.toContainText('Sending');
  await cleo.join(link);
  await openChat(cleo);
  await expect(shown(cleo, 'for everybody')).toBeVisible();
  expect(await texts(cleo)).toEqual(['for everybody']);
  ben.close();
});

test('an answer goes to who is chosen until somebody else is', async ({ person }) => {
  const [ana, ben] = [await person('Ana'), await person('Ben')];
  const { link } = await server().createMeeting();
  await ana.join(link);
  await ben.join(link);
  await openChat(ana, ben);
  await choose(ana, 'Ben');
  await write(ana, 'one');
  await write(ana, 'two');
  await expect(group(ben, 'two')).toContainText('Only to you');
  await expect(ana.combobox('To')).toHaveValue(/.+/);
});

test('to somebody who has left nothing is sent: the page says so and keeps the text', async ({
  person,
}) => {
  const people = [await person('Ana'), await person('Ben'), await person('Cleo')] as const;
  const [ana, ben, cleo] = people;
  const { link } = await server().createMeeting();
  for (const one of people) await one.join(link);
  await openChat(ana, cleo);
  await choose(ana, 'Ben');
  await ana.field('Message').fill('a secret');
  await ben.leave();
  await expect(ana.tile('Ben')).toHaveCount(0);
  await expect(ana.page.getByText('Ben has left. A private message cannot reach')).toBeVisible();
  await ana.button('Send').click();

  const failed = message(ana, 'a secret');
  const reason = 'Not sent: Ben is not in the meeting any more.';
  await expect(failed).toContainText(reason);
  await failed.getByRole('button', { name: 'Try again' }).click();
  await expect(failed).toContainText(reason);
  // Nor does it go to anybody else.
  await choose(ana, 'Everyone');
  await write(ana, 'for everybody');
  await expect(shown(cleo, 'for everybody')).toBeVisible();
  expect(await texts(cleo)).toEqual(['for everybody']);
  await expect(failed).toContainText(reason);

  await test.step('it goes when its writer says so, and says so again', async () => {
    await failed.getByRole('button', { name: 'Delete' }).click();
    await failed.getByRole('button', { name: 'Keep' }).click();
    await expect(failed).toContainText(reason);
    await failed.getByRole('button', { name: 'Delete' }).click();
    await failed.getByRole('button', { name: 'Delete' }).click();
    await expect(failed).toHaveCount(0);
  });
});
