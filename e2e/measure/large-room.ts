/**
 * Measures what a room of 500 costs one page: the time of its main thread while people are muted,
 * raise hands, leave and join. Nobody sends media, so what is left is signaling and rendering.
 * docs/performance.md has the figures. PEOPLE, CHANGES (a second) and SPAN (in seconds) change the
 * scene.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';

import { test } from '../support/meeting.ts';
import { useServer } from '../support/server.ts';
import type { WireParticipant } from '../support/wire-participant.ts';

const PEOPLE = Number(process.env.PEOPLE ?? 500);
const CHANGES = Number(process.env.CHANGES ?? 10);
const SPAN = Number(process.env.SPAN ?? 30) * 1000;

const server = useServer({
  args: [
    ...['--max-participants', String(PEOPLE), '--connections-per-address', String(2 * PEOPLE)],
    ...['--events-per-second', '1000'],
  ],
});

test.use({ viewport: { width: 1440, height: 900 } });

/** Seconds of the page's main thread since its start. */
async function mainThread(page: Page): Promise<{ all: number; script: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const { metrics } = await session.send('Performance.getMetrics');
  await session.detach();
  const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0;
  return { all: of('TaskDuration'), script: of('ScriptDuration') };
}

/** One change after the other, evenly spaced; returns how many there were. */
async function change(people: WireParticipant[], enter: () => Promise<WireParticipant>) {
  const end = performance.now() + SPAN;
  let count = 0;
  for (let next = performance.now(); next < end; next += 1000 / CHANGES) {
    await sleep(Math.max(0, next - performance.now()));
    const at = (count * 7) % people.length;
    const one = people[at] as WireParticipant;
    const turn = Math.floor(count / 4) % 2 === 0;
    if (count % 4 === 0) await one.setMedia({ microphone: turn });
    else if (count % 4 === 1) await one.setMedia({ camera: turn });
    else if (count % 4 === 2) await one.do('raise_hand', { raised: turn });
    else {
      await one.leave();
      people[at] = await enter();
    }
    count += 1;
  }
  return count;
}

test(`one page in a room of ${PEOPLE}`, async ({ person, wire }) => {
  test.setTimeout(600_000);
  const { link } = await server().createMeeting();
  const people: WireParticipant[] = [];
  let last = 0;
  const enter = () => {
    last += 1;
    return wire(`Guest ${last}`, link, { forwards: true, media: { camera: true } });
  };
  for (let done = 1; done < PEOPLE; done += 25) {
    const some = Math.min(25, PEOPLE - done);
    people.push(...(await Promise.all(Array.from({ length: some }, enter))));
  }
  const ana = await person('Ana', { devicesOff: true });
  const { page } = ana;
  await ana.join(link);
  await page.waitForTimeout(5_000);
  const entered = await mainThread(page);
  process.stdout.write(`\nup to 5 s after joining: ${entered.all.toFixed(2)} s of main thread\n`);

  const scenes: [string, () => Promise<unknown>][] = [
    ['stage alone', async () => {}],
    ['participants open', () => ana.button('Participants').click()],
  ];
  for (const [scene, prepare] of scenes) {
    await prepare();
    await page.waitForTimeout(3_000);
    const [before, since] = [await mainThread(page), performance.now()];
    const count = await change(people, enter);
    const [after, seconds] = [await mainThread(page), (performance.now() - since) / 1000];
    const share = (of: 'all' | 'script') => (((after[of] - before[of]) / seconds) * 100).toFixed(1);
    const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
    process.stdout.write(
      `${scene}: ${(count / seconds).toFixed(1)} changes a second, main thread ${share('all')} % ` +
        `of a core, script ${share('script')} %, ${nodes} elements\n`,
    );
  }
});
