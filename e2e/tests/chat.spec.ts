import type { Locator } from '@playwright/test';

import { expect, type Person, test } from '../support/meeting.ts';
import { useServer } from '../support/server.ts';

const server = useServer();

const log = (person: Person): Locator => person.page.getByRole('log', { name: 'Chat messages' });

async function write(person: Person, text: string): Promise<void> {
  await person.field('Message').fill(text);
  await person.button('Send').click();
}

test('two people write; who comes later reads it, each message once', async ({ person }) => {
  const [ana, ben] = [await person('Ana'), await person('Ben')];
  const { link } = await server().createMeeting();
  await ana.join(link);
  await ben.join(link);
  await ana.button('Chat').click();
  await write(ana, 'Hello **Ben**, see https://example.org/a?b=1');
  await expect(log(ana)).toContainText('Hello Ben');
  await ben.button('Chat').click();
  await expect(log(ben)).toContainText('Hello Ben');
  await expect(log(ben).locator('strong')).toHaveText('Ben');
  const linkShown = log(ben).getByRole('link', { name: 'https://example.org/a?b=1' });
  await expect(linkShown).toHaveAttribute('href', 'https://example.org/a?b=1');
  await expect(linkShown).toHaveAttribute('rel', /noopener/);
  await write(ben, 'Hello Ana');
  await expect(log(ana).getByText('Hello Ana', { exact: true })).toHaveCount(1);

  const cleo = await person('Cleo');
  await cleo.join(link);
  await cleo.button('Chat').click();
  await expect(log(cleo).getByText('Hello Ana', { exact: true })).toHaveCount(1);
  await expect(log(cleo)).toContainText('Hello Ben');
});

test('markup and scripts are text', async ({ person }) => {
  const [ana, ben] = [await person('Ana'), await person('Ben')];
  const { link } = await server().createMeeting();
  await ana.join(link);
  await ben.join(link);
  await ana.button('Chat').click();
  await ben.button('Chat').click();
  const evil =
    '<img src=x onerror="document.title=\'pwned\'"><script>alert(1)</script> javascript:alert(1)';
  await write(ana, evil);
  await expect(log(ben)).toContainText(evil);
  await expect(log(ben).locator('img, script')).toHaveCount(0);
  await expect(log(ben).locator('a[href^="javascript"]')).toHaveCount(0);
  expect(await ben.page.title()).not.toBe('pwned');
});

test('the button says how many are unread, and opening reads them', async ({ person }) => {
  const [ana, ben] = [await person('Ana'), await person('Ben')];
  const { link } = await server().createMeeting();
  await ana.join(link);
  await ben.join(link);
  await ana.button('Chat').click();
  for (const text of ['one', 'two', 'three']) await write(ana, text);
  await expect(ben.button('Chat')).toHaveAccessibleDescription('3 unread messages');
  await ben.button('Chat').click();
  await expect(log(ben).getByText('three', { exact: true })).toBeVisible();
  await expect(ben.button('Chat')).not.toHaveAccessibleDescription(/unread/);
});

test('what is written while the server is away is sent once it is back', async ({ person }) => {
  const [ana, ben] = [await person('Ana'), await person('Ben')];
  const { link } = await server().createMeeting();
  await ana.join(link);
  await ben.join(link);
  await ana.button('Chat').click();
  await ben.button('Chat').click();
  await write(ana, 'before');
  await expect(log(ben).getByText('before', { exact: true })).toBeVisible();
  await server().kill();
  await expect(ana.banner).toBeVisible();
  await write(ana, 'meanwhile');
  await expect(log(ana).getByText('meanwhile', { exact: true })).toBeVisible();
  await server().restart();
  await expect(log(ben).getByText('meanwhile', { exact: true })).toHaveCount(1, {
    timeout: 30_000,
  });
  for (const page of [ana, ben]) {
    await expect(log(page).getByText('before', { exact: true })).toHaveCount(1);
    await expect(log(page).getByText('meanwhile', { exact: true })).toHaveCount(1);
  }
});

test('more than 4,000 characters are refused with the limit named', async ({ person }) => {
  const ana = await person('Ana');
  const { link } = await server().createMeeting();
  await ana.join(link);
  await ana.button('Chat').click();
  await ana.field('Message').fill('x'.repeat(4001));
  await expect(ana.page.getByText(/4,000/)).toBeVisible();
  await ana.field('Message').fill('x'.repeat(4000));
  await ana.button('Send').click();
  await expect(log(ana)).toContainText('xxxx');
});
