import { group, log, message, openChat, shown, write } from '../../support/chat.ts';
import { expect, type Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

async function choose(person: Person, name: string): Promise<void> {
  await person.combobox('To').selectOption({ label: name });
}

test('a private message reaches the two it concerns, and nobody once the other has left', async ({
  person,
  wire,
}) => {
  const quiet = { devicesOff: true };
  const [ana, ben] = [await person('Ana', quiet), await person('Ben', quiet)];
  const { link } = await server().createMeeting();
  for (const one of [ana, ben]) await one.join(link);
  const cleo = await wire('Cleo', link);
  await openChat(ana, ben);

  await test.step('the two see it, and it is marked', async () => {
    await choose(ana, 'Ben');
    await write(ana, 'between us');
    await expect(group(ana, 'between us')).toContainText('Only to Ben');
    await expect(group(ben, 'between us')).toContainText('Only to you');
  });

  await test.step('an answer goes to who is chosen until somebody else is', async () => {
    await write(ana, 'one');
    await write(ana, 'two');
    await expect(group(ben, 'two')).toContainText('Only to you');
    await expect(ana.combobox('To')).toHaveValue(/.+/);
  });

  await test.step('others do not get it', async () => {
    // Cleo has the later message, so she would also have the earlier ones.
    await choose(ana, 'Everyone');
    await write(ana, 'for everybody');
    for (const one of [ana, ben]) {
      await expect(group(one, 'for everybody')).not.toContainText('Only to');
    }
    await expect.poll(() => cleo.texts).toEqual(['for everybody']);
  });

  await test.step('nor does who joins later', async () => {
    const dora = await wire('Dora', link);
    expect(await dora.history()).toEqual(['for everybody']);
    await dora.leave();
  });

  const failed = message(ana, 'a secret');
  const reason = 'Not sent: Ben has left the meeting.';
  await test.step('to somebody who has left nothing is sent: the page says so and keeps the text', async () => {
    await choose(ana, 'Ben');
    await ana.field('Message').fill('a secret');
    await ben.leave();
    await expect(ana.tile('Ben')).toHaveCount(0);
    await expect(ana.page.getByText('Ben has left and cannot get')).toBeVisible();
    await ana.button('Send').click();
    await expect(failed).toContainText(reason);
    await failed.getByRole('button', { name: 'Try again' }).click();
    await expect(failed).toContainText(reason);
    // The message goes to nobody else.
    await choose(ana, 'Everyone');
    await write(ana, 'for everybody else');
    await expect(shown(ana, 'for everybody else')).toBeVisible();
    await expect.poll(() => cleo.texts).toEqual(['for everybody', 'for everybody else']);
    await expect(failed).toContainText(reason);
  });

  await test.step('it goes when its writer says so, and says so again', async () => {
    await failed.getByRole('button', { name: 'Delete' }).click();
    await failed.getByRole('button', { name: 'Keep' }).click();
    await expect(failed).toContainText(reason);
    await failed.getByRole('button', { name: 'Delete' }).click();
    await failed.getByRole('button', { name: 'Delete' }).click();
    await expect(failed).toHaveCount(0);
    await expect(log(ana)).not.toContainText('a secret');
  });
});
