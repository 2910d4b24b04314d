import { expect, test } from '@playwright/test';

import { Server } from '../../support/server.ts';
import { seeded, Visitors } from '../../support/visitors.ts';

const SECONDS = 8;

test('joins, leaves, chat and reconnects lose nothing and leave nothing behind', async () => {
  const server = await Server.start({
    args: ['--meetings-per-minute', '6000', '--reconnect-seconds', '3'],
  });
  try {
    const seed = Date.now() % 1_000_000;
    test.info().annotations.push({ type: 'seed', description: String(seed) });
    const visitors = new Visitors(server, seeded(seed));
    const timer = setTimeout(() => visitors.stop(), SECONDS * 1_000);
    await visitors.run(6).finally(() => clearTimeout(timer));
    expect(await visitors.missing()).toEqual([]);
    await expect
      .poll(() => server.stats())
      .toMatchObject({ rooms: 0, participants: 0, connections: 0 });
  } finally {
    await server.dispose();
  }
});
