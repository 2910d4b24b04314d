import { expectAccessible } from '../../support/accessible.ts';
import { CallPage } from '../../support/call-page.ts';
import { log, openChat, shown, write } from '../../support/chat.ts';
import { expectRising } from '../../support/media.ts';
import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

// These tests judge whether media flows, not its quality.
test.use({ smallCameras: true });

const server = useServer({
  args: ['--stranger-calls-per-minute', '1000', '--persons-per-minute', '1000'],
});

test.describe.configure({ timeout: 120_000 });

test('what two write in a call is kept with them, and a third reads none of it', async ({
  person,
}) => {
  const [ana, ben, cleo] = await Promise.all([
    CallPage.open(person('Ana'), server().origin),
    CallPage.open(person('Ben'), server().origin),
    CallPage.open(person('Cleo'), server().origin),
  ]);
  const [benId, cleoId] = [await ben.id(), await cleo.id()];
  const ringBen = async () => {
    await ana.ring(benId, 'Call');
    await ben.answer('Ana');
    await Promise.all([
      expectRising(ana.person.page, 'Ben', ['audioBytes']),
      expectRising(ben.person.page, 'Ana', ['audioBytes']),
    ]);
  };

  await test.step('in the call', async () => {
    await ringBen();
    await openChat(ana.person);
    await write(ana.person, 'do you hear me?');
    await expect(shown(ana.person, 'do you hear me?')).toBeVisible();
    await expect(ben.person.button('Chat')).toHaveAccessibleDescription('1 unread message');
    await openChat(ben.person);
    await expect(shown(ben.person, 'do you hear me?')).toBeVisible();
    await write(ben.person, 'yes');
    await expect(shown(ana.person, 'yes')).toBeVisible();
    await expectAccessible(ana.person.page, 'the chat of a call');
    // Closing the panel keeps the unsent text.
    await ben.person.field('Message').fill('and');
    await ben.person.button('Chat').click();
    await ben.person.button('Chat').click();
    await expect(ben.person.field('Message')).toHaveValue('and');
    await ben.person.field('Message').fill('');
    await ana.hangUp();
  });

  await test.step('after it', async () => {
    await ben.recent.first().getByRole('button', { name: 'Write to Ana' }).click();
    const direct = ben.person.page.getByRole('dialog', { name: 'Messages with Ana' });
    await expect(direct.getByText('do you hear me?')).toBeVisible();
    await expect(direct.getByText('yes')).toBeVisible();
    await direct.getByRole('button', { name: 'Close' }).click();
  });

  await test.step('of three it is the room’s', async () => {
    await ringBen();
    await ana.person.button('Add person').click();
    const dialog = ana.person.page.getByRole('dialog', { name: 'Add person' });
    await dialog.getByRole('textbox', { name: 'ID to call' }).fill(cleoId);
    await dialog.getByRole('button', { name: 'Call', exact: true }).click();
    await cleo.answer('Ana');
    await expectRising(cleo.person.page, 'Ben', ['audioBytes']);
    await openChat(ana.person, ben.person, cleo.person);
    await write(cleo.person, 'hello you two');
    for (const { person: one } of [ana, ben]) {
      await expect(shown(one, 'hello you two')).toBeVisible();
    }
    await expect(log(cleo.person).getByText('do you hear me?')).toHaveCount(0);
    await ana.hangUp();
    await ben.hangUp();
    await expect(cleo.person.button('Copy my ID')).toBeVisible();
  });

  await test.step('and what is written to somebody who is away is there when they are back', async () => {
    await ben.person.page.goto('about:blank');
    const people = ana.person.page.getByRole('list', { name: 'People', exact: true });
    await people.getByRole('button', { name: 'Write to Ben' }).click();
    const direct = ana.person.page.getByRole('dialog', { name: 'Messages with Ben' });
    await direct.getByRole('textbox', { name: 'Message' }).fill('see you tomorrow');
    await direct.getByRole('button', { name: 'Send' }).click();
    await expect(direct.getByText('see you tomorrow')).toBeVisible();
    await ben.person.page.goto(`${server().origin}/call`);
    const known = ben.person.page.getByRole('list', { name: 'People', exact: true });
    await expect(known).toContainText('1 new message');
  });

  await test.step('each deletes for themselves', async () => {
    const direct = ana.person.page.getByRole('dialog', { name: 'Messages with Ben' });
    const ask = ana.person.page.getByRole('alertdialog', { name: /^Delete the conversation/ });
    await expectAccessible(ana.person.page, 'what two write to each other');
    await direct.getByRole('button', { name: 'Delete conversation' }).click();
    await expectAccessible(ana.person.page, 'the question');
    await ask.getByRole('button', { name: 'Keep' }).click();
    await expect(direct.getByText('see you tomorrow')).toBeVisible();
    await direct.getByRole('button', { name: 'Delete conversation' }).click();
    await ask.getByRole('button', { name: 'Delete', exact: true }).click();
    await expect(direct.getByText('see you tomorrow')).toHaveCount(0);
    await expect(direct.getByText('No messages yet')).toBeVisible();
    const known = ben.person.page.getByRole('list', { name: 'People', exact: true });
    await known.getByRole('button', { name: 'Write to Ana' }).click();
    const kept = ben.person.page.getByRole('dialog', { name: 'Messages with Ana' });
    await expect(kept.getByText('see you tomorrow')).toBeVisible();
    await expect(kept.getByText('do you hear me?')).toBeVisible();
  });
});
