import { log, openChat, shown, write } from '../../support/chat.ts';
import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

test('text is written by the keyboard, with inline Markdown and links', async ({
  person,
  wire,
}) => {
  const ana = await person('Ana', { devicesOff: true });
  const { link } = await server().createMeeting();
  await ana.join(link);
  const ben = await wire('Ben', link);
  await openChat(ana);
  const text = log(ana).locator('.chat-text');

  await test.step('Enter sends, Shift+Enter begins a line, and the field keeps the focus', async () => {
    const { keyboard } = ana.page;
    await expect(ana.field('Message')).toBeFocused();
    await keyboard.type('one');
    await keyboard.press('Shift+Enter');
    await keyboard.type('two');
    await keyboard.press('Enter');
    await expect(text).toHaveText('one\ntwo', { useInnerText: true });
    await expect(ana.field('Message')).toHaveValue('');
    await expect(ana.field('Message')).toBeFocused();
    // Empty text is not sent.
    await keyboard.press('Enter');
    await keyboard.type('three');
    await ana.button('Send').click();
    await expect(ana.field('Message')).toBeFocused();
    await expect(shown(ana, 'three')).toBeVisible();
    await expect(text).toHaveCount(2);
  });

  await test.step('inline Markdown is shown as what it means, to the writer and to others', async () => {
    const markdown = '**bold** *slanted* _too_ ~~gone~~ `a < b && **c**` 2*3*4 snake_case_name';
    for (const [count, say] of [
      [3, () => write(ana, markdown)],
      [4, () => ben.say(markdown)],
    ] as const) {
      await say();
      await expect(text).toHaveCount(count);
      const last = text.last();
      await expect(last).toHaveText('bold slanted too gone a < b && **c** 2*3*4 snake_case_name');
      await expect(last.locator('strong')).toHaveText('bold');
      await expect(last.locator('em')).toHaveText(['slanted', 'too']);
      await expect(last.locator('s')).toHaveText('gone');
      await expect(last.locator('code')).toHaveText('a < b && **c**');
    }
    await expect.poll(() => ben.texts.at(-2), 'sent as it was typed').toBe(markdown);
  });

  await test.step('a link opens in a tab of its own, which knows nothing of this one', async () => {
    await write(ana, `look at ${server().origin}/nowhere, please`);
    const made = log(ana).getByRole('link', { name: `${server().origin}/nowhere`, exact: true });
    const opened = ana.context.waitForEvent('page');
    await made.click();
    const other = await opened;
    await expect(other.getByRole('heading', { name: 'Page not found' })).toBeVisible();
    expect(await other.evaluate(() => window.opener)).toBeNull();
    await expect(ana.button('Leave')).toBeVisible();
  });
});
