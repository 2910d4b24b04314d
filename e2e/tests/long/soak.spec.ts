import { setTimeout as sleep } from 'node:timers/promises';

import { log, openChat, texts, write } from '../../support/chat.ts';
import { expect, Person, test } from '../../support/meeting.ts';
import { Server } from '../../support/server.ts';
import { TcpProxy } from '../../support/tcp-proxy.ts';
import { median, type Sample, slope } from '../../support/trend.ts';
import { seeded, Visitors } from '../../support/visitors.ts';

const SECONDS = Number(process.env.CONVENE_SOAK_SECONDS ?? 60);
const SEED = Number(process.env.CONVENE_SOAK_SEED ?? Date.now() % 1_000_000);
/** Number of concurrent visitors; each stays for about a second. */
const VISITORS = 12;
/** Pause of the two pages between rounds, in ms: the chat of an hour must not grow too long. */
const ROUND_MS = Math.max(2_000, SECONDS * 10);
/** Allowed memory growth in the second half (allocator overhead), by fitted line and by medians. */
const MAY_RISE_MIB = 4;

test(`${SECONDS} s of joins, leaves, chat and reconnects leave no trace in the server`, async ({
  person,
}) => {
  test.setTimeout((SECONDS + 240) * 1000);
  const server = await Server.start({ args: ['--meetings-per-minute', '6000'] });
  const proxy = await TcpProxy.start(() => server.port);
  try {
    await test.step('warm up, to have what is made once', async () => {
      await soak(server, 5);
    });
    const idle = await server.openFiles();
    const { id, link } = await server.createMeeting();
    const [ana, ben] = [await person('Ana'), await person('Ben')];
    await ana.join(`${proxy.origin}/m/${id}`);
    await ben.join(link);
    await openChat(ana, ben);

    const memory: Sample[] = [];
    const started = Date.now();
    const seconds = () => (Date.now() - started) / 1000;
    const sample = async () => {
      while (seconds() < SECONDS) {
        memory.push({ at: seconds(), value: await server.residentMiB() });
        await sleep(1000);
      }
    };
    const written: string[] = [];
    const talk = async () => {
      for (let round = 1; seconds() < SECONDS; round += 1) {
        for (const [one, name] of [
          [ana, 'Ana'],
          [ben, 'Ben'],
        ] as const) {
          await write(one, `${name} ${round}`);
          written.push(`${name} ${round}`);
        }
        await sleep(ROUND_MS);
        if (round % 3 > 0) continue;
        proxy.cut();
        await expect(ana.banner).toBeVisible();
        await write(ana, `offline ${round}`);
        written.push(`offline ${round}`);
        proxy.mend();
        await expect(ana.banner).toBeHidden({ timeout: 30_000 });
      }
    };
    const [counts] = await Promise.all([soak(server, SECONDS), sample(), talk()]);

    await test.step('two pages have met all the while, and each message is there once', async () => {
      await Person.expectAllMeet([ana, ben]);
      for (const one of [ana, ben]) {
        await expect(log(one)).not.toContainText(/Sends when|Sending/);
        expect((await texts(one)).toSorted()).toEqual(written.toSorted());
        const { peerConnections, webSockets } = await one.page.evaluate(() => window.e2e.live());
        expect({ peerConnections, webSockets }).toEqual({ peerConnections: 1, webSockets: 1 });
      }
      for (const one of [ana, ben]) {
        await one.leave();
        await one.context.close();
      }
    });

    await test.step('rooms, participants, connections and files are as before', async () => {
      // Visitors that vanished stay in the room for the grace period.
      const none = { rooms: 0, participants: 0, connections: 0 };
      await expect.poll(() => server.stats(), { timeout: 60_000 }).toMatchObject(none);
      await expect.poll(() => server.openFiles(), { timeout: 30_000 }).toBeLessThanOrEqual(idle);
    });

    const half = memory.filter(({ at }) => at >= SECONDS / 2);
    const rise = slope(half) * (SECONDS / 2);
    const quarter = half.filter(({ at }) => at < SECONDS * 0.75);
    const last = half.filter(({ at }) => at >= SECONDS * 0.75);
    const step = median(last) - median(quarter);
    const after = await server.residentMiB();
    process.stdout.write(
      [
        `soak of ${SECONDS} s, seed ${SEED}: ${JSON.stringify(counts)}`,
        `resident MiB: ${show(memory)}, ${after.toFixed(1)} at rest`,
        `second half: rises by ${rise.toFixed(2)} (line), ${step.toFixed(2)} (medians)\n`,
      ].join('\n'),
    );
    expect(rise, 'MiB that the line through the second half rises').toBeLessThan(MAY_RISE_MIB);
    expect(step, 'MiB from the third quarter to the last').toBeLessThan(MAY_RISE_MIB);
  } finally {
    await proxy.stop();
    await server.dispose();
  }
});

/** Runs visitors for `seconds`, then asserts that no acknowledged message is missing. */
async function soak(server: Server, seconds: number): Promise<Record<string, number>> {
  const visitors = new Visitors(server, seeded(SEED));
  const timer = setTimeout(() => visitors.stop(), seconds * 1000);
  try {
    await visitors.run(VISITORS);
  } finally {
    clearTimeout(timer);
  }
  expect(await visitors.missing()).toEqual([]);
  return visitors.counts;
}

/** Ten values over the whole time. */
function show(samples: Sample[]): string {
  const every = Math.max(1, Math.floor(samples.length / 10));
  return samples
    .filter((_, index) => index % every === 0)
    .map(({ value }) => value.toFixed(1))
    .join(' ');
}
