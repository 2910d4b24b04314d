import type { BrowserContext } from '@playwright/test';

import { CallPage } from '../support/call-page.ts';
import { expect, test } from '../support/meeting.ts';
import { useServer } from '../support/server.ts';

test.describe.configure({ timeout: 120_000 });

/** Runs in the page: somebody looks at another one. */
function lookElsewhere(): void {
  Object.defineProperty(Document.prototype, 'visibilityState', { get: () => 'hidden' });
  Object.defineProperty(Document.prototype, 'hidden', { get: () => true });
}

/** Runs in the page: nobody was asked yet, and says no then. */
function refuseNotifications(): void {
  let permission: NotificationPermission = 'default';
  Object.defineProperty(Notification, 'permission', { get: () => permission });
  Notification.requestPermission = async () => {
    permission = 'denied';
    return permission;
  };
}

/** Runs in the page: as on plain http. */
function withoutLocks(): void {
  Object.defineProperty(Navigator.prototype, 'locks', { get: () => undefined });
}

test.describe('whoever may', () => {
  const server = useServer({
    args: ['--stranger-calls-per-minute', '1000', '--persons-per-minute', '1000'],
  });

  test('a system notification is answered and declined', async ({ person }) => {
    const ana = await CallPage.open(await person('Ana'), server().origin);
    const ben = await CallPage.open(
      await person('Ben', { prepare: lookElsewhere, permissions: ['notifications'] }),
      server().origin,
    );
    await expect(ben.person.page.getByText('Your system shows who rings.')).toBeVisible();
    const benId = await ben.id();

    await ana.ring(benId, 'Call');
    await expect(ben.person.page).toHaveTitle(/Incoming call from Ana/);
    await expect.poll(() => shownNotifications(ben)).toEqual(['Incoming call from Ana']);
    await press(ben.person.context, 'decline');
    await ana.expectHome(/declined/);
    await expect(ben.person.page).not.toHaveTitle(/Incoming call/);
    await expect.poll(() => shownNotifications(ben)).toEqual([]);

    // Withdrawn when it rings no more.
    await ana.ring(benId, 'Call');
    await expect.poll(() => shownNotifications(ben)).toEqual(['Incoming call from Ana']);
    await ana.person.button('Cancel').click();
    await expect.poll(() => shownNotifications(ben)).toEqual([]);

    await ana.ring(benId, 'Call');
    await expect.poll(() => shownNotifications(ben)).toEqual(['Incoming call from Ana']);
    await press(ben.person.context, 'answer');
    await expect(ben.person.button('Hang up')).toBeVisible();
    await expect(ana.person.button('Hang up')).toBeVisible();
  });

  test('it is asked for, and a refusal is said', async ({ person }) => {
    const ana = await CallPage.open(
      await person('Ana', { prepare: refuseNotifications }),
      server().origin,
    );
    await ana.person.button('Show notifications').click();
    await expect(ana.person.page.getByText('was told not to show notifications')).toBeVisible();
    await expect(ana.person.button('Show notifications')).toHaveCount(0);
  });

  test('who may ring, and pages opened at once without locks are one person', async ({
    person,
  }) => {
    const ana = await CallPage.open(await person('Ana'), server().origin);
    const someone = await person('Ben', { prepare: withoutLocks });
    const pages = [someone.page, await someone.context.newPage(), await someone.context.newPage()];
    await Promise.all(pages.map((page) => page.goto(`${server().origin}/call`)));
    const ids = await Promise.all(
      pages.map((page) =>
        page
          .getByText(/^[a-z]{4}-[a-z]{4}-[a-z]{4}$/)
          .first()
          .textContent(),
      ),
    );
    expect(new Set(ids).size).toBe(1);
    for (const page of pages.slice(1)) await page.close();

    const ben = await CallPage.open(someone, server().origin);
    const [anaId, benId] = [await ana.id(), await ben.id()];
    const choose = (label: string) =>
      ben.person.page.getByRole('combobox', { name: 'Who may ring me' }).selectOption({ label });

    await choose('People I have talked with');
    await ana.ring(benId);
    await expect(ana.person.button('Cancel'), 'it rings for a while').toBeVisible();
    await ana.expectHome(/cannot be reached/);
    await ben.ring(anaId, 'Call');
    await ana.answer('Ben');
    await expect(ben.person.button('Hang up')).toBeVisible();
    await ana.hangUp();
    await ben.expectHome(/took/);
    await ana.ring(benId, 'Call');
    await expect(ben.incoming('Ana'), 'they have talked').toBeVisible();
    await ana.person.button('Cancel').click();

    await choose('Nobody');
    await ana.ring(benId);
    await ana.expectHome(/cannot be reached/);
    await expect(ben.incoming('Ana')).toHaveCount(0);
    await ben.person.page.reload();
    await expect(
      ben.person.page.getByRole('combobox', { name: 'Who may ring me' }).locator('option:checked'),
    ).toHaveText('Nobody');
  });
});

test.describe('strangers', () => {
  const server = useServer({
    args: ['--stranger-calls-per-minute', '2', '--persons-per-minute', '1000'],
  });

  test('are rung so often and no more, and that is said', async ({ person }) => {
    const ana = await CallPage.open(await person('Ana'), server().origin);
    const ben = await CallPage.open(await person('Ben'), server().origin);
    const benId = await ben.id();
    for (const _ of [1, 2]) {
      await ana.ring(benId, 'Call');
      await expect(ben.incoming('Ana')).toBeVisible();
      await ana.person.button('Cancel').click();
      await ana.expectHome(/gave up/);
      await ana.person.button('All right').click();
    }
    await ana.ring(benId, 'Call');
    await expect(ana.person.page.getByText(/rang too many people/)).toBeVisible();
    await expect(ana.person.field('Id to call')).toHaveValue(benId);
    await expect(ben.incoming('Ana')).toHaveCount(0);
  });
});

async function shownNotifications(page: CallPage): Promise<string[]> {
  return page.person.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    const shown = (await registration?.getNotifications()) ?? [];
    return shown.map(({ title, actions }: Notification & { actions?: unknown[] }) =>
      actions?.length === 2 ? title : `${title}, without buttons`,
    );
  });
}

/** Presses a button of the notification, which a headless browser shows nowhere. */
async function press(context: BrowserContext, action: 'answer' | 'decline'): Promise<void> {
  const [worker] = context.serviceWorkers();
  if (!worker) throw new Error('there is no worker');
  await worker.evaluate(async (action) => {
    const scope = globalThis as unknown as {
      registration: ServiceWorkerRegistration;
      NotificationEvent: new (type: string, init: object) => Event;
    };
    const [notification] = await scope.registration.getNotifications();
    const event = new scope.NotificationEvent('notificationclick', { notification, action });
    globalThis.dispatchEvent(event);
  }, action);
}
