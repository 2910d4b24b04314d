import { setTimeout as sleep } from 'node:timers/promises';

import { CHROMIUM, chromiumArgs } from '../../support/browsers.ts';
import { expect, type Person, test } from '../../support/meeting.ts';
import { type PictureWatch, watchPictures } from '../../support/pictures.ts';
import { useServer } from '../../support/server.ts';

// The switch happens among three pages, so that it shows and not how six of them load two cores.
const server = useServer({ args: ['--mesh-max', '2'] });

/** Frames per second of the cameras: enough to tell a gap of 300 ms. */
const FRAMES = 15;

test.use({
  launchOptions: { executablePath: CHROMIUM, args: chromiumArgs({ framesPerSecond: FRAMES }) },
});

const viewport = { width: 800, height: 600 };

/** Runs in the page. Pictures so small that six pages on two cores show all of them. */
function makePicturesTiny(): void {
  const devices = navigator.mediaDevices;
  const getUserMedia = devices?.getUserMedia?.bind(devices);
  if (!getUserMedia) return;
  const small = { width: 160, height: 90, frameRate: 15 };
  devices.getUserMedia = (constraints) =>
    getUserMedia(constraints?.video ? { ...constraints, video: small } : constraints);
}

/** Number of peer connections that a page has open. */
const peers = (person: Person): Promise<number> =>
  person.page.evaluate(() => window.e2e.peers().length);

interface Watching {
  person: Person;
  watch: PictureWatch;
}

/** Notes the longest time between two frames of any picture since the last mark, and the sound. */
async function note(what: string, watching: readonly Watching[]): Promise<void> {
  const gaps: number[] = [];
  let [concealed, samples, withheld] = [0, 0, 0];
  for (const { watch } of watching) {
    const seen = await watch.read();
    for (const [name, picture] of Object.entries(seen.pictures)) {
      if (watching.some(({ person }) => person.name === name)) gaps.push(picture.gap);
      withheld += picture.withheld;
    }
    concealed += seen.concealed;
    samples += seen.samples;
  }
  gaps.sort((one, other) => one - other);
  const median = gaps[Math.floor(gaps.length / 2)] ?? 0;
  const share = samples > 0 ? (100 * concealed) / samples : 0;
  const description =
    `${what}: longest time between two frames ${Math.round(gaps.at(-1) ?? 0)} ms, ` +
    `median of ${gaps.length} pictures ${Math.round(median)} ms; ` +
    `so far ${share.toFixed(2)} % of the sound made up, pictures withheld ${withheld} times`;
  test.info().annotations.push({ type: 'figure', description });
  process.stdout.write(`  ${description}\n`);
}

async function mark(watching: readonly Watching[]): Promise<void> {
  await Promise.all(watching.map(({ watch }) => watch.mark()));
}

/**
 * Checks that nobody who is here lost a picture, and that all go on. On a machine that is too busy the server holds a
 * path for too slow and withholds pictures: the page says so, and the switch has no part in it.
 */
async function expectNobodyVanished(watching: readonly Watching[]): Promise<void> {
  await mark(watching);
  const standing = async (): Promise<string[]> => {
    const all: string[] = [];
    for (const { person, watch } of watching) {
      const { pictures } = await watch.read();
      for (const { person: other } of watching) {
        if (other === person) continue;
        const seen = pictures[other.name];
        if (seen?.isWithheld || (seen?.times.length ?? 0) > 3) continue;
        all.push(`${other.name} at ${person.name}`);
      }
    }
    return all;
  };
  await expect
    .poll(standing, { message: 'pictures that stand still', timeout: 60_000 })
    .toEqual([]);
  for (const { person, watch } of watching) {
    for (const [name, { vanished }] of Object.entries((await watch.read()).pictures)) {
      expect(vanished, `${person.name} lost the picture of ${name}`).toBe(0);
    }
  }
}

test('a room that grows from 2 to 6 pages and shrinks again keeps every picture', async ({
  person,
}) => {
  test.setTimeout(400_000);
  const { link } = await server().createMeeting();
  const watching: Watching[] = [];
  const come = async (name: string): Promise<void> => {
    const next = await person(name, { viewport, prepare: makePicturesTiny });
    await next.join(link);
    watching.push({ person: next, watch: await watchPictures(next.page) });
    for (const { person } of watching) {
      await expect(person.tiles).toHaveCount(watching.length);
    }
  };
  const leave = async (): Promise<void> => {
    await watching.pop()?.person.leave();
    for (const { person } of watching) {
      await expect(person.tiles).toHaveCount(watching.length);
    }
  };
  /** The old path is closed 4 s after the new one has everything; a mesh returns after a minute. */
  const expectPeers = async (count: number): Promise<void> => {
    for (const { person } of watching) {
      await expect.poll(() => peers(person), { timeout: 120_000 }).toBe(count);
    }
  };

  await test.step('two meet browser to browser', async () => {
    await come('Ana');
    await come('Ben');
    await expectNobodyVanished(watching);
    await mark(watching);
    await sleep(3_000);
    await note('two, browser to browser', watching);
  });

  await test.step('the third moves all to the server', async () => {
    const before = [...watching];
    await mark(before);
    await come('Cleo');
    await expectPeers(2);
    await note('the switch to the server', before);
    await expectNobodyVanished(watching);
  });

  await test.step('six are here', async () => {
    await mark(watching);
    for (const name of ['Dan', 'Eve', 'Finn']) await come(name);
    await note('three more come', watching.slice(0, 3));
    await expectNobodyVanished(watching);
  });

  await test.step('four leave, and a minute later two meet browser to browser', async () => {
    for (let left = 0; left < 4; left += 1) await leave();
    await mark(watching);
    await expectPeers(1);
    await note('the switch back', watching);
    await expectNobodyVanished(watching);
  });
});
