import { log, openChat, shown, write } from '../support/chat.ts';
import { expect, test } from '../support/meeting.ts';
import { useServer } from '../support/server.ts';

const server = useServer();

test('inline Markdown is shown as what it means, to the writer and to others', async ({
  person,
}) => {
  const [ana, ben] = [await person('Ana'), await person('Ben')];
  const { link } = await server().createMeeting();
  await ana.join(link);
  await ben.join(link);
  await openChat(ana, ben);
  await write(ana, '**bold** *slanted* _too_ ~~gone~~ `a < b && **c**` 2*3*4 snake_case_name');
  for (const one of [ana, ben]) {
    const text = log(one).locator('.chat-text').last();
    await expect(text).toHaveText('bold slanted too gone a < b && **c** 2*3*4 snake_case_name');
    await expect(text.locator('strong')).toHaveText('bold');
    await expect(text.locator('em')).toHaveText(['slanted', 'too']);
    await expect(text.locator('s')).toHaveText('gone');
    await expect(text.locator('code')).toHaveText('a < b && **c**');
  }
});

test('a link opens in a tab of its own, which knows nothing of this one', async ({ person }) => {
  const ana = await person('Ana');
  const { link } = await server().createMeeting();
  await ana.join(link);
  await openChat(ana);
  await write(ana, `look at ${server().origin}/nowhere, please`);
  const made = log(ana).getByRole('link', { name: `${server().origin}/nowhere`, exact: true });
  const opened = ana.context.waitForEvent('page');
  await made.click();
  const other = await opened;
  await expect(other.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
  expect(await other.evaluate(() => window.opener)).toBeNull();
  await expect(ana.button('Leave')).toBeVisible();
});

test('Enter sends, Shift+Enter begins a line, and the field keeps the focus', async ({
  person,
}) => {
  const ana = await person('Ana');
  const { link } = await server().createMeeting();
  await ana.join(link);
  await openChat(ana);
  const { keyboard } = ana.page;
  await expect(ana.field('Message')).toBeFocused();
  await keyboard.type('one');
  await keyboard.press('Shift+Enter');
  await keyboard.type('two');
  await keyboard.press('Enter');
  const text = log(ana).locator('.chat-text');
  await expect(text).toHaveText('one\ntwo', { useInnerText: true });
  await expect(ana.field('Message')).toHaveValue('');
  await expect(ana.field('Message')).toBeFocused();
  // Nothing is sent of nothing.
  await keyboard.press('Enter');
  await keyboard.type('three');
  await ana.button('Send').click();
  await expect(ana.field('Message')).toBeFocused();
  await expect(shown(ana, 'three')).toBeVisible();
  await expect(text).toHaveCount(2);
});
