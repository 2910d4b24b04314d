import { log, write } from '../../support/chat.ts';
import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

test('two people write to each other; who comes later reads it, each message once', async ({
  person,
}) => {
  const quiet = { devicesOff: true };
  const [ana, ben] = [await person('Ana', quiet), await person('Ben', quiet)];
  const { link } = await server().createMeeting();
  await ana.join(link);
  await ben.join(link);
  await ana.button('Chat').click();

  await test.step('the button says how many are unread, and opening reads them', async () => {
    await write(ana, 'one');
    await write(ana, 'two');
    await write(ana, 'Hello **Ben**, see https://example.org/a?b=1');
    await expect(log(ana)).toContainText('Hello Ben');
    await expect(ben.button('Chat')).toHaveAccessibleDescription('3 unread messages');
    await ben.button('Chat').click();
    await expect(log(ben)).toContainText('Hello Ben');
    await expect(ben.button('Chat')).not.toHaveAccessibleDescription(/unread/);
  });

  await test.step('Markdown and links are shown as what they mean', async () => {
    await expect(log(ben).locator('strong')).toHaveText('Ben');
    const linkShown = log(ben).getByRole('link', { name: 'https://example.org/a?b=1' });
    await expect(linkShown).toHaveAttribute('href', 'https://example.org/a?b=1');
    await expect(linkShown).toHaveAttribute('rel', /noopener/);
    await write(ben, 'Hello Ana');
    await expect(log(ana).getByText('Hello Ana', { exact: true })).toHaveCount(1);
  });

  await test.step('markup and scripts are text', async () => {
    const evil =
      '<img src=x onerror="document.title=\'pwned\'"><script>alert(1)</script> javascript:alert(1)';
    await write(ana, evil);
    await expect(log(ben)).toContainText(evil);
    await expect(log(ben).locator('img, script')).toHaveCount(0);
    await expect(log(ben).locator('a[href^="javascript"]')).toHaveCount(0);
    expect(await ben.page.title()).not.toBe('pwned');
  });

  await test.step('what is written while the server is away is sent once it is back', async () => {
    await write(ana, 'before');
    await expect(log(ben).getByText('before', { exact: true })).toBeVisible();
    await server().kill();
    await expect(ana.banner).toBeVisible();
    await write(ana, 'meanwhile');
    await expect(log(ana).getByText('meanwhile', { exact: true })).toBeVisible();
    await server().restart();
    await expect(log(ben).getByText('meanwhile', { exact: true })).toHaveCount(1);
    for (const page of [ana, ben]) {
      await expect(log(page).getByText('before', { exact: true })).toHaveCount(1);
      await expect(log(page).getByText('meanwhile', { exact: true })).toHaveCount(1);
    }
  });

  await test.step('who comes later reads it', async () => {
    const cleo = await person('Cleo', quiet);
    await cleo.join(link);
    await cleo.button('Chat').click();
    await expect(log(cleo).getByText('Hello Ana', { exact: true })).toHaveCount(1);
    await expect(log(cleo)).toContainText('Hello Ben');
  });

  await test.step('more than 4,000 characters are refused with the limit named', async () => {
    await ana.field('Message').fill('x'.repeat(4001));
    await expect(ana.page.getByText(/4,000/)).toBeVisible();
    await ana.field('Message').fill('x'.repeat(4000));
    await ana.button('Send').click();
    await expect(log(ana)).toContainText('xxxx');
  });
});
