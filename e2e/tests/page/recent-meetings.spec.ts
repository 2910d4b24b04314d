import { expectAccessible } from '../../support/accessible.ts';
import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

test('the start page leads back to the meetings one was in, and forgets them', async ({
  person,
}) => {
  const ana = await person('Ana', { devicesOff: true });
  const { page } = ana;
  const { origin } = server();
  const recent = page.getByRole('region', { name: 'Recent meetings' });

  await page.goto(origin);
  await expect(ana.button('Start meeting')).toBeVisible();
  await expect(recent).toHaveCount(0);

  const first = await server().createMeeting();
  const second = await server().createMeeting();
  await page.goto(first.link);
  await expect(ana.heading('Ready to join?')).toBeVisible();
  await page.goto(origin);
  await expect(ana.button('Start meeting')).toBeVisible();
  await expect(recent, 'looking in is not joining').toHaveCount(0);

  for (const { link } of [first, second]) {
    await ana.join(link);
    await ana.leave();
  }
  await page.goto(origin);
  const links = recent.getByRole('link');
  await expect(links).toHaveText([new RegExp(`^${second.id}`), new RegExp(`^${first.id}`)]);

  await expectAccessible(page, 'the start page with meetings');

  await test.step('it fits a narrow phone', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(360);
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  await test.step('one comes to the top when it is joined again', async () => {
    await recent.getByRole('link', { name: first.id }).click();
    await expect(page).toHaveURL(first.link);
    await ana.joinNow();
    await ana.leave();
    await page.goto(origin);
    await expect(links).toHaveText([new RegExp(`^${first.id}`), new RegExp(`^${second.id}`)]);
  });

  await test.step('one is forgotten, and stays so', async () => {
    await ana.button(`Remove ${first.id} from this list`).click();
    await expect(links).toHaveText([new RegExp(`^${second.id}`)]);
    await expect(ana.heading('Recent meetings')).toBeFocused();
    await page.reload();
    await expect(links).toHaveText([new RegExp(`^${second.id}`)]);
  });

  await test.step('all are forgotten, and nothing is left', async () => {
    await ana.button('Clear list').click();
    await expect(recent).toHaveCount(0);
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
    await page.reload();
    await expect(ana.button('Start meeting')).toBeVisible();
    await expect(recent).toHaveCount(0);
  });
});

test('the start page works where nothing can be stored', async ({ person }) => {
  const ana = await person('Ana', {
    prepare: () => {
      Object.defineProperty(window, 'localStorage', {
        get() {
          throw new DOMException('The operation is insecure.', 'SecurityError');
        },
      });
    },
  });
  const { link } = await server().createMeeting();
  await ana.join(link);
  await ana.leave();
  await ana.page.goto(server().origin);
  await expect(ana.button('Start meeting')).toBeVisible();
  await expect(ana.heading('Recent meetings')).toHaveCount(0);
});
