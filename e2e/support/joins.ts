import { expect } from '@playwright/test';

import type { Server } from './server.ts';
import { Client } from './signaling.ts';

/**
 * Joins and leaves four meetings `count` times in total: half of the joins share one connection,
 * the others have one each. Afterwards the server must have no rooms, participants or connections.
 */
export async function joinsAndLeaves(server: Server, count: number): Promise<void> {
  const meetings = await Promise.all([1, 2, 3, 4].map(() => server.createMeeting()));
  await Promise.all(
    meetings.map(async ({ id }, lane) => {
      let client = await Client.connect(server.origin);
      for (let i = 0; i < count / meetings.length; i++) {
        const { room } = await client.join(id, `Guest ${i}`);
        expect(room.participants.length).toBeLessThanOrEqual(1);
        await client.ok('leave', {});
        if (lane % 2 === 0) continue;
        client.close();
        client = await Client.connect(server.origin);
      }
      client.close();
    }),
  );
  await expect
    .poll(() => server.stats())
    .toMatchObject({ rooms: 0, participants: 0, connections: 0 });
}
