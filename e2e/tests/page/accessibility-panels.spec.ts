import { expectAccessible } from '../../support/accessible.ts';
import { log, longPress, message, openChat, shown, write, writeMany } from '../../support/chat.ts';
import { expect, type Person, type PersonOptions, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';
import { Client } from '../../support/signaling.ts';
import { TcpProxy } from '../../support/tcp-proxy.ts';

const server = useServer();

let proxy: TcpProxy;
test.beforeEach(async () => {
  proxy = await TcpProxy.start(() => server().port);
});
test.afterEach(() => proxy.stop());

// No animations: a notice that is fading in lacks its final contrast.
const still: PersonOptions = { reducedMotion: 'reduce' };
const DEVICES: Record<string, PersonOptions> = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
};

/** Opens a control of the bar, or of "More" on a narrow page. */
async function open(ana: Person, name: string): Promise<void> {
  if (!(await ana.button(name).isVisible())) await ana.button('More').click();
  await ana.button(name).click();
}

async function closePanel(ana: Person): Promise<void> {
  await ana.page.getByRole('complementary').getByRole('button', { name: 'Close' }).click();
  await expect(ana.page.getByRole('complementary')).toHaveCount(0);
}

async function come(id: string, name: string): Promise<Client> {
  const client = await Client.connect(server().origin);
  // More of them than a mesh of other systems' clients may have.
  await client.join(id, name, { can_forward: true });
  return client;
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [device, options] of Object.entries(DEVICES)) {
    const where = `on a ${device} in ${colorScheme}`;

    test(`axe finds nothing in the chat ${where}`, async ({ person }) => {
      test.setTimeout(180_000);
      const ana = await person('Ana', { ...still, ...options, colorScheme });
      const { page } = ana;
      const { id } = await server().createMeeting();
      await ana.join(`${proxy.origin}/m/${id}`);
      await openChat(ana);
      await expect(log(ana)).toContainText('No messages yet');
      await expectAccessible(page, 'an empty chat');

      const ben = await come(id, 'Ben');
      await writeMany(ben, 1, 60);
      await ben.ok('edit_chat', { id: 59, text: '**edited**, `code` and https://example.org/' });
      await ben.ok('delete_chat', { id: 60 });
      await write(ana, 'one');
      await ana.combobox('To').selectOption({ label: 'Ben' });
      await write(ana, 'between us');
      await expect(log(ana)).not.toContainText('Sending');
      const showActions = () =>
        options.hasTouch ? longPress(ana, 'one') : message(ana, 'one').hover();
      await showActions();
      await expectAccessible(page, 'messages');
      await message(ana, 'one').getByRole('button', { name: 'Edit' }).click();
      await expectAccessible(page, 'a message that is edited');
      await page.keyboard.press('Escape');
      await showActions();
      await message(ana, 'one').getByRole('button', { name: 'Delete' }).click();
      await expectAccessible(page, 'the question before deleting');
      await page.keyboard.press('Escape');

      await ben.ok('leave', {});
      await expect(page.getByText('Ben has left')).toBeVisible();
      await write(ana, 'too late');
      await expect(message(ana, 'too late')).toContainText('Not sent');
      await expect(page.locator('.toast').first()).toBeVisible();
      await expectAccessible(page, 'a message that could not be sent, and a toast');
      await ana.combobox('To').selectOption({ label: 'Everyone' });
      await ana.field('Message').fill('x'.repeat(4001));
      await ana.button('Send').click();
      await expect(page.getByRole('alert')).toContainText('4,000');
      await expectAccessible(page, 'a message that is too long');
      await ana.field('Message').fill('x'.repeat(3990));
      await expectAccessible(page, 'little room left');
      await ana.field('Message').fill('');

      const cleo = await come(id, 'Cleo');
      await log(ana).evaluate((element) => element.scrollTo(0, 200));
      await writeMany(cleo, 100, 3);
      await expect(ana.button('3 new messages')).toBeVisible();
      await expectAccessible(page, 'scrolled up');
      await ana.button('3 new messages').click();

      proxy.holdAnswers();
      await write(ana, 'on its way');
      await expect(message(ana, 'on its way')).toContainText('Sending');
      await expectAccessible(page, 'a message on its way');
      proxy.cut();
      await expect(message(ana, 'on its way')).toContainText('Sends when you are back online');
      await expectAccessible(page, 'a message that waits');
      await closePanel(ana);
      await expect(ana.banner).toBeVisible();
      await expectAccessible(page, 'reconnecting');
      proxy.mend();
      await expect(ana.banner).toBeHidden({ timeout: 30_000 });
      await writeMany(cleo, 110, 2);
      await expect(ana.button('Chat')).toHaveAccessibleDescription('2 unread messages');
      await expectAccessible(page, 'unread messages');
      await openChat(ana);
      await expect(shown(ana, 'on its way')).toHaveCount(1);
      for (const client of [ben, cleo]) client.close();
    });

    test(`axe finds nothing in panels and dialogs ${where}`, async ({ person }) => {
      test.setTimeout(180_000);
      const ana = await person('Ana', { ...still, ...options, colorScheme });
      const ben = await person('Ben');
      const { page } = ana;
      const { id, link } = await server().createMeeting();
      await ana.join(link);
      await ben.join(link);
      const others = [];
      for (const name of ['Cleo', 'Dan', 'Eve', 'Fay', 'Gil', 'Hal', 'Zoë-Łucja '.repeat(6)]) {
        others.push(await come(id, name.trim()));
      }
      const [cleo, dan, eve] = others;
      await cleo?.ok('raise_hand', { raised: true });
      await dan?.ok('raise_hand', { raised: true });
      eve?.drop();

      await open(ana, 'Participants');
      const list = page.getByRole('list', { name: 'Participants', exact: true });
      await expect(list.getByRole('listitem')).toHaveCount(9);
      await expect(list).toContainText('Reconnecting…');
      await expectAccessible(page, 'people with hands, and toasts');
      await page.getByRole('searchbox').fill('zoe');
      await expect(list.getByRole('listitem')).toHaveCount(1);
      await expectAccessible(page, 'people that were searched');
      await page.getByRole('searchbox').fill('nobody');
      await expect(page.getByText('No one has a name like that.')).toBeVisible();
      await expectAccessible(page, 'nobody found');
      await closePanel(ana);

      await ana.button('React').click();
      await expect(page.getByRole('group', { name: 'Reactions' })).toBeVisible();
      await expectAccessible(page, 'reactions to choose from');
      await page.getByRole('button', { name: 'Celebration' }).click();
      await cleo?.ok('react', { reaction: '👏' });
      await expect(ana.ownTile).toContainText('🎉');
      await expectAccessible(page, 'reactions');
      if (await ana.button('More').isVisible()) {
        await ana.button('More').click();
        await expectAccessible(page, 'more controls');
        await page.keyboard.press('Escape');
      }
      await open(ana, 'Raise hand');
      await expectAccessible(page, 'a raised hand of one’s own');

      await open(ana, 'Settings');
      await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
      await expectAccessible(page, 'dialog Settings');
      await ana.button('Connection details').click();
      const details = page.getByRole('dialog', { name: 'Connection details' });
      await expect(details.getByRole('table', { name: 'Ben' })).toBeVisible();
      await expectAccessible(page, 'dialog Connection details');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      for (const client of others) client.close();
    });
  }
}
