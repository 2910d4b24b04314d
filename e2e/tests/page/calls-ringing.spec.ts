import type { BrowserContext } from '@playwright/test';

import { CallPage } from '../../support/call-page.ts';
import { Tab } from '../../support/calls.ts';
import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

test.describe.configure({ timeout: 120_000 });

/** Runs in the page: pretends that the person looks at another page. */
function lookElsewhere(): void {
  Object.defineProperty(Document.prototype, 'visibilityState', { get: () => 'hidden' });
  Object.defineProperty(Document.prototype, 'hidden', { get: () => true });
}

/** Runs in the page: the permission is undecided, and the person refuses it when asked. */
function refuseNotifications(): void {
  let permission: NotificationPermission = 'default';
  Object.defineProperty(Notification, 'permission', { get: () => permission });
  Notification.requestPermission = async () => {
    permission = 'denied';
    return permission;
  };
}

/** Runs in the page: removes Web Locks, as on plain http. */
function withoutLocks(): void {
  Object.defineProperty(Navigator.prototype, 'locks', { get: () => undefined });
}

test.describe('whoever may', () => {
  const server = useServer({
    args: ['--stranger-calls-per-minute', '1000', '--persons-per-minute', '1000'],
  });

  test('a system notification is answered and declined', async ({ person }) => {
    const ben = await CallPage.open(
      await person('Ben', { prepare: lookElsewhere, permissions: ['notifications'] }),
      server().origin,
    );
    const ana = await Tab.open(server().origin, { name: 'Ana' });
    await expect(ben.person.page.getByText('Call notifications are on.')).toBeVisible();
    const benId = await ben.id();

    const declined = await callWithNotification(ana, ben, benId);
    await expect(ben.person.page).toHaveTitle(/Incoming call from Ana/);
    await press(ben.person.context, 'decline');
    await ana.expectState(declined, 'declined');
    await expect(ben.person.page).not.toHaveTitle(/Incoming call/);
    await expect.poll(() => shownNotifications(ben)).toEqual([]);

    // The notification closes when the call stops ringing.
    const cancelled = await callWithNotification(ana, ben, benId);
    await ana.hangUp(cancelled);
    await expect.poll(() => shownNotifications(ben)).toEqual([]);

    const answered = await callWithNotification(ana, ben, benId);
    await press(ben.person.context, 'answer');
    await expect(ben.person.button('Hang up')).toBeVisible();
    await ana.expectState(answered, 'connecting');
    ana.close();
  });

  test('it is asked for, and a refusal is said', async ({ person }) => {
    const ana = await CallPage.open(
      await person('Ana', { prepare: refuseNotifications }),
      server().origin,
    );
    await ana.person.button('Turn on notifications').click();
    await expect(ana.person.page.getByText('Notifications are blocked.')).toBeVisible();
    await expect(ana.person.button('Turn on notifications')).toHaveCount(0);
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
      ben.person.page.getByRole('combobox', { name: 'Who can call me' }).selectOption({ label });

    await choose('People I have talked to');
    await ana.ring(benId);
    await expect(ana.person.button('Cancel'), 'it rings for a while').toBeVisible();
    await ana.expectHome(/cannot be reached/);
    await ben.ring(anaId, 'Call');
    await ana.answer('Ben');
    await expect(ben.person.button('Hang up')).toBeVisible();
    await ana.hangUp();
    await ben.expectHome(/Call ended ·/);
    await ana.ring(benId, 'Call');
    await expect(ben.incoming('Ana'), 'they have talked').toBeVisible();
    await ana.person.button('Cancel').click();

    await choose('No one');
    await ana.ring(benId);
    await ana.expectHome(/cannot be reached/);
    await expect(ben.incoming('Ana')).toHaveCount(0);
    await ben.person.page.reload();
    await expect(
      ben.person.page.getByRole('combobox', { name: 'Who can call me' }).locator('option:checked'),
    ).toHaveText('No one');
  });
});

test.describe('strangers', () => {
  const server = useServer({
    args: ['--stranger-calls-per-minute', '2', '--persons-per-minute', '1000'],
  });

  test('are rung so often and no more, and that is said', async ({ person }) => {
    const ana = await CallPage.open(await person('Ana'), server().origin);
    const ben = await Tab.open(server().origin, { name: 'Ben' });
    const rung = () =>
      new Set(ben.client.named('call_changed').map(({ payload }) => payload.call.id)).size;
    for (const count of [1, 2]) {
      await ana.ring(ben.id, 'Call');
      await expect.poll(rung).toBe(count);
      await ana.person.button('Cancel').click();
      await ana.expectHome(/cancelled the call/);
      await ana.person.button('OK').click();
    }
    await ana.ring(ben.id, 'Call');
    await expect(ana.person.page.getByText(/called too many people/)).toBeVisible();
    await expect(ana.person.field('ID to call')).toHaveValue(ben.id);
    expect(rung()).toBe(2);
    ben.close();
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

/**
 * Calls Ben until the notification of the call stays. Chromium forgets what a new browser shows
 * first: it clears those that its last run left behind, and does so late.
 */
async function callWithNotification(ana: Tab, ben: CallPage, benId: string): Promise<string> {
  let id: string | null = null;
  await expect(async () => {
    if (id) await ana.hangUp(id);
    id = (await ana.call(benId, { video: false })).call.id;
    await expect
      .poll(() => shownNotifications(ben), { timeout: 5_000 })
      .toEqual(['Incoming call from Ana']);
  }).toPass({ timeout: 60_000 });
  return id ?? '';
}

/** Presses a button of the notification, which a headless browser does not show. */
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
