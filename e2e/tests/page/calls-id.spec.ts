import { expectAccessible } from '../../support/accessible.ts';
import { CallPage } from '../../support/call-page.ts';
import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();
const NOBODY = 'zuzu-zuzu-zuzu';

test('an id is shared and kept; what is no id is said', async ({ person }) => {
  const ana = await CallPage.open(await person('Ana'), server().origin);
  const { page } = ana.person;
  const id = await ana.id();
  await ana.person.button('Copy my ID').click();
  await expect(ana.person.toast('ID copied')).toBeVisible();
  await ana.person.field('ID to call').press('ControlOrMeta+V');
  await expect(ana.person.field('ID to call')).toHaveValue(id);
  await expect(page.getByRole('img', { name: id })).toBeVisible();
  await expectAccessible(page, 'the page of calls');
  const tab = await CallPage.openAgain(ana, server().origin);
  expect(await tab.id()).toBe(id);
  await tab.person.page.close();
  await page.reload();
  await expect(ana.person.button('Copy my ID')).toBeVisible();
  expect(await ana.id()).toBe(id);
  await expect(ana.person.field('Your name')).toHaveValue('Ana');

  for (const [text, words] of [
    ['', /Enter the ID/],
    ['nobody', /That is not an ID/],
    [id.toUpperCase(), /your own ID/],
  ] as const) {
    await ana.ring(text, 'Call');
    await expect(page.getByText(words)).toBeVisible();
  }
  await test.step('the field says at once what can be no id', async () => {
    const field = ana.person.field('ID to call');
    await field.fill('');
    await field.pressSequentially('kalu-m');
    await expect(page.getByText(/That is not an ID/)).toHaveCount(0);
    await field.press('x');
    await expect(page.getByText(/That is not an ID/)).toBeVisible();
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await field.fill('kalu-mipo');
    await field.blur();
    await expect(page.getByText(/That is not an ID/), 'it is not complete').toBeVisible();
  });
  await test.step('a link opens the page with the id to call, and does not call', async () => {
    await ana.person.button('Copy call link').click();
    await expect(ana.person.toast('Call link copied')).toBeVisible();
    await ana.person.field('ID to call').fill('');
    await ana.person.field('ID to call').press('ControlOrMeta+V');
    await expect(ana.person.field('ID to call')).toHaveValue(`${server().origin}/call/${id}`);
    await page.goto(`${server().origin}/call/${NOBODY}`);
    await expect(ana.person.field('ID to call')).toHaveValue(NOBODY);
    await expect(ana.person.button('Video call')).not.toHaveAttribute('aria-disabled', 'true');
    await expect(page.getByText(/No calls yet/), 'nobody was called').toBeVisible();
    await page.goto(`${server().origin}/call/nobody`);
    await expect(page.getByText(/That is not an ID/)).toBeVisible();
  });
  await page.goto(server().origin);
  await page.getByRole('link', { name: 'Call', exact: true }).click();
  await expect(ana.person.button('Video call')).toBeVisible();
});
