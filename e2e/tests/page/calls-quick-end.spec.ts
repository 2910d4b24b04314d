import type { Page } from '@playwright/test';

import { CallPage } from '../../support/call-page.ts';
import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer({
  args: ['--stranger-calls-per-minute', '1000', '--persons-per-minute', '1000'],
});

/**
 * Holds back what the server says from the moment this page asks to join a room until it hangs up.
 * The returned function counts the connections that the page has opened.
 */
async function answerJoinsLate(page: Page): Promise<() => number> {
  let opened = 0;
  await page.routeWebSocket(/socket\.io/, (socket) => {
    opened += 1;
    const upstream = socket.connectToServer();
    let held: (string | Buffer)[] | null = null;
    socket.onMessage((message) => {
      if (String(message).includes('["join",')) held = [];
      upstream.send(message);
      if (!String(message).includes('["hang_up",')) return;
      for (const late of held ?? []) socket.send(late);
      held = null;
    });
    upstream.onMessage((message) => {
      if (held) held.push(message);
      else socket.send(message);
    });
  });
  return () => opened;
}

test('a call that is ended as soon as it is answered was answered, for both', async ({
  person,
}) => {
  const quick = await person('Ben');
  const connections = await answerJoinsLate(quick.page);
  const [ana, ben] = await Promise.all([
    CallPage.open(person('Ana'), server().origin),
    CallPage.open(quick, server().origin),
  ]);
  const opened = connections();
  await ana.ring(await ben.id(), 'Call');
  await ben.answer('Ana');
  await ben.person.button('Hang up').click();
  await ben.expectHome(/Call ended ·/);
  await ana.expectHome(/Call ended ·/);
  for (const one of [ana, ben]) {
    await expect(one.recent).toHaveCount(1);
    await expect(one.recent).toContainText('Talked for');
  }
  await ben.person.page.reload();
  await expect(ben.recent).toContainText('Talked for');
  await expect(ben.person.page.getByText(/missed call/)).toHaveCount(0);
  expect(connections(), 'the page kept its connection').toBe(opened + 1);
});
