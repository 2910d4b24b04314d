import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

const NEITHER =
  'That is neither a meeting code nor the name of a room. A code has ten letters, for example abc-defg-hij.';

test('the landing page takes a code or a link, however it was written', async ({ person }) => {
  const ana = await person('Ana', { devicesOff: true });
  const { id, link } = await server().createMeeting();
  const spellings = [
    id,
    id.toUpperCase(),
    id.replaceAll('-', ' '),
    id.replaceAll('-', ''),
    `  ${id.toUpperCase().replaceAll('-', ' ')} `,
    link,
    `https://meet.example.org/m/${id}?from=mail`,
  ];
  for (const spelling of spellings) {
    await test.step(spelling, async () => {
      await ana.page.goto(server().origin);
      await ana.field('Meeting code or link').fill(spelling);
      await ana.button('Join').click();
      await expect(ana.heading('Ready to join?')).toBeVisible();
      await expect(ana.page).toHaveURL(link);
      await expect(ana.page).toHaveTitle(`Join ${id} · Convene`);
    });
  }

  await test.step('Enter in the field joins', async () => {
    await ana.page.goto(server().origin);
    await ana.field('Meeting code or link').fill(id);
    await ana.field('Meeting code or link').press('Enter');
    await expect(ana.page).toHaveURL(link);
  });

  await test.step('a link in another spelling is put right in the address bar', async () => {
    await ana.page.goto(`${server().origin}/m/${id.toUpperCase().replaceAll('-', '')}`);
    await expect(ana.heading('Ready to join?')).toBeVisible();
    await expect(ana.page).toHaveURL(link);
  });
});

test('a code or an address that leads nowhere says so, and leads on', async ({ person }) => {
  const ana = await person('Ana');

  await test.step('what is no code is said at the field, with an example', async () => {
    await ana.page.goto(server().origin);
    const field = ana.field('Meeting code or link');

    for (const [typed, error] of [
      ['', 'Enter a meeting code or the name of a room, or paste a link.'],
      ['https://example.org/', NEITHER],
      ['abc-defg-h1j', NEITHER],
    ] as const) {
      await field.fill(typed);
      await ana.button('Join').click();
      await expect(field).toHaveAttribute('aria-invalid', 'true');
      await expect(field).toHaveAccessibleDescription(error);
      await expect(field).toBeFocused();
      await expect(ana.page).toHaveURL(`${server().origin}/`);
    }
    await field.fill('abc-defg-hij');
    await expect(field).not.toHaveAttribute('aria-invalid', 'true');
  });

  await test.step('a link to a meeting that does not exist says so and leads on', async () => {
    await ana.page.goto(`${server().origin}/m/abc-defg-hij`);
    await expect(ana.heading('Meeting not found')).toBeVisible();
    await expect(ana.page.getByText('No meeting has the code abc-defg-hij.')).toBeVisible();
    // This page does not request a camera.
    expect((await ana.page.evaluate(() => window.e2e.live())).tracks).toBe(0);
    await ana.button('Start meeting').click();
    await expect(ana.heading('Ready to join?')).toBeVisible();

    await ana.page.goto(`${server().origin}/m/not%20a%20code`);
    await expect(ana.heading('Meeting not found')).toBeVisible();
    await ana.page.getByRole('link', { name: 'Try another code' }).click();
    await expect(ana.field('Meeting code or link')).toBeVisible();
  });

  await test.step('an address that leads nowhere says so', async () => {
    await ana.page.goto(`${server().origin}/nowhere`);
    await expect(ana.heading('Page not found')).toBeVisible();
  });
});
