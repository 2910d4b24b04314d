import { log, message, openChat, shown, write } from '../support/chat.ts';
import { expect, type Person, test } from '../support/meeting.ts';
import { useServer } from '../support/server.ts';

const server = useServer();

/** Ana and Ben with the chat open, and a message of each. */
async function talk(person: (name: string) => Promise<Person>) {
  const [ana, ben] = [await person('Ana'), await person('Ben')];
  const { link } = await server().createMeeting();
  await ana.join(link);
  await ben.join(link);
  await openChat(ana, ben);
  await write(ana, 'frist');
  await write(ben, 'from Ben');
  await expect(shown(ben, 'frist')).toBeVisible();
  await expect(shown(ana, 'from Ben')).toBeVisible();
  return { ana, ben, link };
}

/** Presses one of a message's buttons, which show where the pointer or the focus is. */
async function press(person: Person, text: string, name: 'Edit' | 'Delete'): Promise<void> {
  await message(person, text).hover();
  await message(person, text).getByRole('button', { name, exact: true }).click();
}

test('what one edits changes for everybody, and says that it was', async ({ person }) => {
  const { ana, ben, link } = await talk(person);
  await press(ana, 'frist', 'Edit');
  await expect(ana.field('Edit message')).toBeFocused();
  await expect(ana.field('Edit message')).toHaveValue('frist');
  await ana.field('Edit message').fill('first');
  await ana.button('Save').click();
  for (const one of [ana, ben]) {
    await expect(shown(one, 'first (edited)')).toBeVisible();
    await expect(log(one)).not.toContainText('frist');
  }
  const cleo = await person('Cleo');
  await cleo.join(link);
  await openChat(cleo);
  await expect(shown(cleo, 'first (edited)')).toBeVisible();
});

test('leaving the editor changes nothing', async ({ person }) => {
  const { ana, ben } = await talk(person);
  await press(ana, 'frist', 'Edit');
  await ana.field('Edit message').fill('something else');
  await ana.page.keyboard.press('Escape');
  await expect(shown(ana, 'frist')).toBeVisible();
  // Escape left the editor, and not the chat.
  await expect(log(ana)).toBeVisible();
  await expect(message(ana, 'frist').getByRole('button', { name: 'Edit' })).toBeFocused();
  await press(ana, 'frist', 'Edit');
  await ana.field('Edit message').fill('something else');
  await ana.button('Cancel').click();
  await write(ana, 'after it');
  await expect(shown(ben, 'after it')).toBeVisible();
  await expect(shown(ben, 'frist')).toBeVisible();
});

test('deleting asks first, and Keep keeps', async ({ person }) => {
  const { ana, ben } = await talk(person);
  await press(ana, 'frist', 'Delete');
  const question = ana.page.getByRole('group', { name: 'Delete this message?' });
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
  await write(ana, 'after it');
  await expect(shown(ben, 'after it')).toBeVisible();
  for (const one of [ana, ben]) await expect(shown(one, 'frist')).toBeVisible();
});

test('what is deleted is gone for everybody, and for who comes later', async ({ person }) => {
  const { ana, ben, link } = await talk(person);
  await press(ana, 'frist', 'Delete');
  const question = ana.page.getByRole('group', { name: 'Delete this message?' });
  await question.getByRole('button', { name: 'Delete' }).click();
  for (const one of [ana, ben]) {
    await expect(shown(one, 'Message deleted')).toBeVisible();
    await expect(log(one)).not.toContainText('frist');
  }
  await expect(log(ana)).toBeFocused();
  const cleo = await person('Cleo');
  await cleo.join(link);
  await openChat(cleo);
  await expect(shown(cleo, 'from Ben')).toBeVisible();
  await expect(log(cleo)).not.toContainText('frist');
});

test('what others wrote has no buttons', async ({ person }) => {
  const { ana, ben } = await talk(person);
  for (const [one, own, other] of [
    [ana, 'frist', 'from Ben'],
    [ben, 'from Ben', 'frist'],
  ] as const) {
    await message(one, other).hover();
    await expect(message(one, other).getByRole('button')).toHaveCount(0);
    await expect(message(one, own).getByRole('button')).toHaveCount(2);
  }
});
