import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';

import { expectRising } from '../../support/media.ts';
import { expect, Person, test } from '../../support/meeting.ts';
import { watchPictures } from '../../support/pictures.ts';
import { useServer } from '../../support/server.ts';

const server = useServer({ args: ['--media-port', '0', '--mesh-max', '2'] });

/** Number of peer connections that this page has open. */
const peers = (page: Page): Promise<number> => page.evaluate(() => window.e2e.peers().length);

/** Waits until the page has one connection up and one down, and no other. */
async function expectThroughServer(person: Person): Promise<void> {
  await expect
    .poll(
      () =>
        person.page.evaluate(() =>
          window.e2e
            .peers()
            .map((peer) => peer.getTransceivers()[0]?.direction)
            .sort(),
        ),
      { timeout: 30_000 },
    )
    .toEqual(['recvonly', 'sendonly']);
}

/** Watches a picture; tells whether it ever disappeared, and the longest time between two frames. */
async function watchPicture(
  person: Person,
  name: string,
): Promise<() => Promise<{ vanished: number; gap: number; frames: number }>> {
  const video = await person.tile(name).locator('video').elementHandle();
  if (!video) throw new Error(`there is no picture of ${name}`);
  const watch = await video.evaluateHandle((element) => {
    const seen = { vanished: 0, gap: 0, frames: 0 };
    let last = performance.now();
    const frame = (now: number): void => {
      seen.gap = Math.max(seen.gap, now - last);
      seen.frames += 1;
      last = now;
      (element as HTMLVideoElement).requestVideoFrameCallback(frame);
    };
    (element as HTMLVideoElement).requestVideoFrameCallback(frame);
    new MutationObserver(() => {
      if (!element.hasAttribute('data-has-frame')) seen.vanished += 1;
    }).observe(element, { attributes: true });
    return seen;
  });
  return () => watch.evaluate((seen) => ({ ...seen }));
}

test('a meeting moves to the server and back, and nobody loses a picture', async ({
  person,
  wire,
}) => {
  test.setTimeout(150_000);
  const [ana, ben, cleo] = await Promise.all([person('Ana'), person('Ben'), person('Cleo')]);
  const { link } = await server().createMeeting();
  await ana.join(link);
  await ben.join(link);
  await Person.expectAllMeet([ana, ben]);
  expect(await peers(ana.page)).toBe(1);
  const anaSeesBen = await watchPicture(ana, 'Ben');

  await test.step('a third person makes it a meeting through the server', async () => {
    await cleo.join(link);
    for (const one of [ana, ben, cleo]) await expectThroughServer(one);
    await Person.expectAllMeet([ana, ben, cleo]);
    const { vanished, frames } = await anaSeesBen();
    expect(vanished).toBe(0);
    expect(frames).toBeGreaterThan(0);
  });

  await test.step('the page says so', async () => {
    await ana.button('Settings').click();
    await ana.button('Connection details').click();
    await expect(ana.page.getByText('Through the server, which has the keys.')).toBeVisible();
    await ana.page.keyboard.press('Escape');
    await ana.page.keyboard.press('Escape');
  });

  await test.step('mute and camera work as before', async () => {
    await ben.button('Turn off camera').click();
    await expect(ana.tile('Ben').getByText('Camera off')).toBeAttached();
    await ben.button('Turn on camera').click();
    await expect(ana.tile('Ben').getByText('Camera off')).not.toBeAttached();
    await Person.expectAllMeet([ana, ben, cleo]);
  });

  await test.step('a reload and a lost connection find the way back', async () => {
    await cleo.page.reload();
    await cleo.joinNow();
    await Person.expectAllMeet([ana, ben, cleo]);
  });

  await test.step('a client that cannot use the server makes it a mesh again', async () => {
    const seen = await watchPicture(ana, 'Ben');
    const dan = await wire('Dan', link);
    await expect(ana.tiles).toHaveCount(4);
    for (const one of [ana, ben, cleo]) {
      await expect.poll(() => peers(one.page), { timeout: 30_000 }).toBe(3);
    }
    for (const one of [ana, ben, cleo]) {
      for (const other of [ana, ben, cleo]) {
        if (one !== other) await expectRising(one.page, other.name);
      }
    }
    expect((await seen()).vanished).toBe(0);
    await dan.leave();
  });
});

/** How long the server is down, in ms: `packaging/convene.service` starts it again after 2 s. */
for (const down of [2_000, 6_000]) {
  test(`the server is killed while it forwards and starts again after ${down} ms, and media is back`, async ({
    person,
  }) => {
    test.setTimeout(150_000);
    const people = await Promise.all([person('Ana'), person('Ben'), person('Cleo')]);
    const { link } = await server().createMeeting();
    await Person.joinAll(people, link);
    for (const one of people) await expectThroughServer(one);
    await Person.expectAllMeet(people);
    const watches = await Promise.all(people.map(({ page }) => watchPictures(page)));

    await server().kill();
    for (const one of people) await expect(one.banner).toBeVisible();
    await sleep(down);
    await server().restart();
    const restarted = Date.now();
    /** When the last of all pictures moved again, in ms after the server listened; null before. */
    const backAfter = async (): Promise<number | null> => {
      let latest = 0;
      for (const [index, watch] of watches.entries()) {
        const { pictures } = await watch.read();
        for (const { name } of people.filter((_, other) => other !== index)) {
          const first = pictures[name]?.times.find((at) => at > restarted);
          if (first === undefined) return null;
          latest = Math.max(latest, first - restarted);
        }
      }
      return Math.round(latest);
    };
    await expect.poll(backAfter, { timeout: 60_000, intervals: [250] }).not.toBeNull();
    const description = `all pictures move ${await backAfter()} ms after the server listens again`;
    test.info().annotations.push({ type: 'figure', description });
    process.stdout.write(`  ${description}\n`);
    for (const one of people) await expect(one.banner).toBeHidden({ timeout: 30_000 });
    for (const one of people) await expectThroughServer(one);
    await Person.expectAllMeet(people);
  });
}

/** Lines of the layers that the page sends of its camera now. */
function sentLayers(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    const up = window.e2e
      .peers()
      .find((peer) => peer.getTransceivers()[0]?.direction === 'sendonly');
    const before = new Map<string, number>();
    const read = async (): Promise<{ id: string; frames: number; lines: number }[]> =>
      [...((await up?.getStats())?.values() ?? [])]
        .filter(({ type, kind }) => type === 'outbound-rtp' && kind === 'video')
        .map(({ id, framesSent, frameHeight }) => ({ id, frames: framesSent, lines: frameHeight }));
    for (const { id, frames } of await read()) before.set(id, frames);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    return (await read())
      .filter(({ id, frames }) => frames > (before.get(id) ?? 0))
      .map(({ lines }) => lines)
      .sort((one, other) => one - other);
  });
}

test.describe('with a large camera', () => {
  test.use({ smallCameras: false });

  test('a camera is sent as large as somebody shows it', async ({ person }) => {
    test.setTimeout(120_000);
    const ana = await person('Ana');
    const ben = await person('Ben', { devicesOff: true, viewport: { width: 1280, height: 800 } });
    const { id, link, hostToken } = await server().createMeeting();
    await ana.host({ id, link, hostToken });
    const controls = await ana.openHostControls();
    await controls
      .getByRole('combobox', { name: 'Path' })
      .selectOption('Always through the server');
    await ana.page.keyboard.press('Escape');
    await ben.join(link);
    await expectThroughServerDown(ben);
    await expect.poll(async () => (await sentLayers(ana.page)).length).toBeGreaterThan(1);

    await ben.page.setViewportSize({ width: 320, height: 240 });
    await expect.poll(async () => (await sentLayers(ana.page)).length, { timeout: 20_000 }).toBe(1);

    await ben.page.setViewportSize({ width: 1280, height: 800 });
    await expect
      .poll(async () => (await sentLayers(ana.page)).length, { timeout: 20_000 })
      .toBeGreaterThan(1);
    await expectRising(ben.page, 'Ana');
  });
});

/** Waits until the page, which sends nothing, has its one connection down. */
async function expectThroughServerDown(person: Person): Promise<void> {
  await expect
    .poll(() =>
      person.page.evaluate(() =>
        window.e2e.peers().map((peer) => peer.getTransceivers()[0]?.direction),
      ),
    )
    .toEqual(['recvonly']);
}
