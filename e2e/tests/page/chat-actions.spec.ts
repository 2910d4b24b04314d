import { group, log, longPress, message, openChat, shown, write } from '../../support/chat.ts';
import { expect, type Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';
import type { WireParticipant } from '../../support/wire-participant.ts';

const server = useServer();
const quiet = { devicesOff: true };

/** Two people: Ana at her page, Ben without one. */
async function meet(
  person: (name: string, options?: object) => Promise<Person>,
  wire: (name: string, link: string) => Promise<WireParticipant>,
  options: object = {},
): Promise<{ ana: Person; ben: WireParticipant; anaId: string }> {
  const ana = await person('Ana', { ...quiet, ...options });
  const { link } = await server().createMeeting();
  await ana.join(link);
  const ben = await wire('Ben', link);
  await expect(ana.tile('Ben')).toBeVisible();
  const { reply } = ben;
  const there = reply.status === 'joined' ? reply.room.participants : [];
  return { ana, ben, anaId: there.find(({ name }) => name === 'Ana')?.id ?? '' };
}

const tell = (ben: WireParticipant, text: string, to: string) =>
  ben.do('send_chat', { client_id: 'private-1', text, to });

test('a message says what it says while the chat is closed, and its reply stays private', async ({
  person,
  wire,
}) => {
  const { ana, ben, anaId } = await meet(person, wire);
  const news = ana.page.locator('.toast-offer');

  await test.step('in public', async () => {
    await ben.say('Shall we start?');
    await expect(news).toContainText('Ben');
    await expect(news).toContainText('Shall we start?');
    await news.getByRole('button', { name: 'Reply', exact: true }).click();
    await expect(news).toHaveCount(0);
    await expect(log(ana)).toBeVisible();
    await expect(ana.field('Message')).toBeFocused();
    await expect(ana.combobox('To')).toHaveValue('');
    await ana.field('Message').fill('a draft for everyone');
    await ana.page.keyboard.press('Escape');
    await expect(log(ana)).toHaveCount(0);
  });

  await test.step('in private', async () => {
    await tell(ben, 'Only between us', anaId);
    await expect(news).toContainText('Ben, only to you');
    await news.getByRole('button', { name: 'Reply privately' }).click();
    await expect(ana.combobox('To')).toHaveValue(ben.id);
    // The draft for everyone is not in the field of a private message.
    await expect(ana.field('Message')).toHaveValue('');
    await write(ana, 'Agreed');
    await expect(group(ana, 'Agreed')).toContainText('Only to Ben');
    await ana.combobox('To').selectOption({ label: 'Everyone' });
    await expect(ana.field('Message')).toHaveValue('a draft for everyone');
  });

  await test.step('an open chat shows no toast', async () => {
    await ben.say('still there?');
    await expect(shown(ana, 'still there?')).toBeVisible();
    await expect(news).toHaveCount(0);
  });
});

test('a reply quotes the message, and a message can be copied', async ({ person, wire }) => {
  const { ana, ben } = await meet(person, wire, {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await ben.say('Is *ten* fine?');
  await openChat(ana);
  const question = log(ana).locator('.chat-message').filter({ hasText: 'fine?' });
  await question.hover();
  await question.getByRole('button', { name: 'Reply' }).click();
  await expect(ana.field('Message')).toBeFocused();
  await ana.page.keyboard.type('Yes.');
  await ana.page.keyboard.press('Enter');
  const answer = log(ana).locator('.chat-message').filter({ hasText: 'Yes.' });
  await expect(answer.locator('blockquote')).toHaveText('Ben: Is ten fine?');
  await expect.poll(() => ben.texts).toContain('> Ben: Is *ten* fine?\nYes.');

  const first = question.first();
  await first.hover();
  await first.getByRole('button', { name: 'Copy' }).click();
  await expect(ana.toast('Message copied')).toBeVisible();
  await ana.field('Message').focus();
  await ana.page.keyboard.press('Control+V');
  await expect(ana.field('Message')).toHaveValue('Is *ten* fine?');
});

test('an emoji goes where the text cursor is', async ({ person, wire }) => {
  const { ana } = await meet(person, wire);
  await openChat(ana);
  await ana.field('Message').fill('ab');
  await ana.page.keyboard.press('ArrowLeft');
  const picker = ana.page.getByRole('dialog', { name: 'Choose an emoji' });

  await test.step('Escape closes the picker and then the chat', async () => {
    await ana.button('Emoji').click();
    await expect(picker).toBeVisible();
    await ana.page.keyboard.press('Escape');
    await expect(picker).toHaveCount(0);
    await expect(ana.button('Emoji')).toBeFocused();
    await expect(log(ana)).toBeVisible();
  });

  await ana.button('Emoji').click();
  await expect(picker.getByRole('textbox').or(picker.getByRole('searchbox'))).toBeFocused();
  await ana.page.keyboard.type('red heart');
  // The first that is found is chosen.
  await expect(picker.getByRole('gridcell', { name: 'Red heart' })).toBeVisible();
  await ana.page.keyboard.press('Enter');
  await expect(ana.field('Message')).toHaveValue('a❤️b');
  await expect(ana.field('Message')).toBeFocused();

  await test.step('Escape closes the chat wherever the focus is', async () => {
    await ana.tile('Ben').hover();
    await ana.page.getByRole('main').click({ position: { x: 5, y: 5 } });
    await ana.page.keyboard.press('Escape');
    await expect(log(ana)).toHaveCount(0);
  });
});

test('a long press shows what one can do with a message', async ({ person, wire }) => {
  const { ana, ben } = await meet(person, wire, {
    hasTouch: true,
    isMobile: true,
    viewport: { width: 390, height: 844 },
  });
  await ben.say('from Ben');
  await openChat(ana);
  await write(ana, 'mine');
  await expect(log(ana)).not.toContainText('Sending');
  const actions = (text: string) => message(ana, text).locator('.chat-actions');
  await expect(actions('mine')).toHaveCSS('opacity', '0');
  await longPress(ana, 'mine');
  await expect(actions('mine')).toHaveCSS('opacity', '1');
  await longPress(ana, 'from Ben');
  await expect(actions('mine')).toHaveCSS('opacity', '0');
  await actions('from Ben').getByRole('button', { name: 'Reply' }).tap();
  await expect(ana.field('Message')).toHaveValue('> Ben: from Ben\n');
  await expect(actions('from Ben')).toHaveCSS('opacity', '0');
});
