import { expect, test } from '@playwright/test';

import { joinsAndLeaves } from '../../support/joins.ts';
import { Server } from '../../support/server.ts';

test('10,000 joins and leaves leave nothing behind', async () => {
  test.setTimeout(240_000);
  const server = await Server.start({ args: ['--events-per-second', '10000'] });
  try {
    await joinsAndLeaves(server, 2_000);
    const before = await server.residentMiB();
    await joinsAndLeaves(server, 10_000);
    const after = await server.residentMiB();
    test.info().annotations.push({
      type: 'memory',
      description: `${before.toFixed(1)} MiB before, ${after.toFixed(1)} MiB after`,
    });
    expect(after - before, 'MiB that the server grew by').toBeLessThan(8);
  } finally {
    await server.dispose();
  }
});
