import { log, message, openChat, shown, write } from '../../support/chat.ts';
import { expect, type Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

/** Presses a button of a message; the buttons show on hover or focus. */
async function press(person: Person, text: string, name: 'Edit' | 'Delete'): Promise<void> {
  await message(person, text).hover();
  await message(person, text).getByRole('button', { name, exact: true }).click();
}

test('writers edit and delete their own messages, for everybody and for who comes later', async ({
  person,
}) => {
  const quiet = { devicesOff: true };
  const [ana, ben] = [await person('Ana', quiet), await person('Ben', quiet)];
  const { link } = await server().createMeeting();
  await ana.join(link);
  await ben.join(link);
  await openChat(ana, ben);
  await write(ana, 'frist');
  await write(ben, 'from Ben');
  await expect(shown(ben, 'frist')).toBeVisible();
  await expect(shown(ana, 'from Ben')).toBeVisible();
  const question = ana.page.getByRole('group', { name: 'Delete this message?' });

  await test.step('what others wrote can only be answered and copied', async () => {
    for (const [one, own, other] of [
      [ana, 'frist', 'from Ben'],
      [ben, 'from Ben', 'frist'],
    ] as const) {
      await message(one, other).hover();
      for (const [text, names] of [
        [other, ['Reply', 'Copy']],
        [own, ['Copy', 'Edit', 'Delete']],
      ] as const) {
        const buttons = message(one, text).getByRole('button');
        await expect(buttons).toHaveCount(names.length);
        for (const [at, name] of names.entries()) {
          await expect(buttons.nth(at)).toHaveAccessibleName(name);
        }
      }
    }
  });

  await test.step('leaving the editor changes nothing', async () => {
    await press(ana, 'frist', 'Edit');
    await ana.field('Edit message').fill('something else');
    await ana.page.keyboard.press('Escape');
    await expect(shown(ana, 'frist')).toBeVisible();
    // Escape closed the editor but not the chat.
    await expect(log(ana)).toBeVisible();
    await expect(message(ana, 'frist').getByRole('button', { name: 'Edit' })).toBeFocused();
    await press(ana, 'frist', 'Edit');
    await ana.field('Edit message').fill('something else');
    await ana.button('Cancel').click();
    await write(ana, 'after it');
    await expect(shown(ben, 'after it')).toBeVisible();
    await expect(shown(ben, 'frist')).toBeVisible();
  });

  await test.step('deleting asks first, and Keep keeps', async () => {
    await press(ana, 'frist', 'Delete');
    await expect(question).toBeVisible();
    // A second press of the same key must not delete.
    await expect(question.getByRole('button', { name: 'Keep' })).toBeFocused();
    await question.getByRole('button', { name: 'Keep' }).click();
    await expect(question).toHaveCount(0);
    await expect(message(ana, 'frist').getByRole('button', { name: 'Delete' })).toBeFocused();

    await ana.page.keyboard.press('Enter');
    await expect(question).toBeVisible();
    await ana.page.keyboard.press('Escape');
    await expect(question).toHaveCount(0);
    await write(ana, 'after that');
    await expect(shown(ben, 'after that')).toBeVisible();
    for (const one of [ana, ben]) await expect(shown(one, 'frist')).toBeVisible();
  });

  await test.step('an edit changes the message for everybody, and is marked', async () => {
    await press(ana, 'frist', 'Edit');
    await expect(ana.field('Edit message')).toBeFocused();
    await expect(ana.field('Edit message')).toHaveValue('frist');
    await ana.field('Edit message').fill('first');
    await ana.button('Save').click();
    for (const one of [ana, ben]) {
      await expect(shown(one, 'first (edited)')).toBeVisible();
      await expect(log(one)).not.toContainText('frist');
    }
  });

  await test.step('a deleted message is gone for everybody', async () => {
    await press(ana, 'after it', 'Delete');
    await question.getByRole('button', { name: 'Delete' }).click();
    for (const one of [ana, ben]) {
      await expect(shown(one, 'Message deleted')).toBeVisible();
      await expect(log(one)).not.toContainText('after it');
    }
    await expect(log(ana)).toBeFocused();
  });

  await test.step('who comes later finds the edit, and not what was deleted', async () => {
    const cleo = await person('Cleo', quiet);
    await cleo.join(link);
    await openChat(cleo);
    await expect(shown(cleo, 'from Ben')).toBeVisible();
    await expect(shown(cleo, 'first (edited)')).toBeVisible();
    await expect(log(cleo)).not.toContainText(/after it|frist/);
  });
});
