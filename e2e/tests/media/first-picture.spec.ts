import { CHROMIUM, chromiumArgs } from '../../support/browsers.ts';
import { expect, Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

// A real camera's rate: how fast a picture grows depends on the number of frames.
test.use({
  launchOptions: { executablePath: CHROMIUM, args: chromiumArgs({ framesPerSecond: 20 }) },
});

/** Sizes of a picture over time, in lines, with the time since its first frame in ms. */
type Sizes = [lines: number, since: number][];

declare global {
  interface Window {
    pictureSizes: Record<string, Sizes>;
  }
}

/** Runs in the page: notes each change of size of each tile's picture. */
function notePictureSizes(): void {
  const first = new Map<string, number>();
  window.pictureSizes = {};
  setInterval(() => {
    for (const tile of document.querySelectorAll('[role=group]')) {
      const name = tile.getAttribute('aria-label') ?? '';
      const video = tile.querySelector('video');
      if (!video || video.videoHeight < 3 || name.endsWith('(you)')) continue;
      const now = performance.now();
      const begun = first.get(name) ?? now;
      first.set(name, begun);
      window.pictureSizes[name] ??= [];
      const sizes = window.pictureSizes[name];
      if (sizes.at(-1)?.[0] !== video.videoHeight) {
        sizes.push([video.videoHeight, Math.round(now - begun)]);
      }
    }
  }, 40);
}

for (const [count, goal] of [
  [2, 720],
  [3, 360],
  [4, 360],
] as const) {
  test(`the picture of ${count} people is sharp soon after its first frame`, async ({ person }) => {
    const names = ['Ana', 'Ben', 'Cleo', 'Dan'].slice(0, count);
    const people = await Promise.all(
      names.map((name) => person(name, { prepare: notePictureSizes })),
    );
    const { link } = await server().createMeeting();
    await Person.joinAll(people, link);

    // Of two, each fills the other's stage.
    if (count === 2) {
      await people[0]?.button('Pin Ben').click();
      await people[1]?.button('Pin Ana').click();
    }
    const sizes = () =>
      Promise.all(people.map(({ page }) => page.evaluate(() => window.pictureSizes)));
    const smallest = async () => {
      const pictures = (await sizes()).flatMap((page) => Object.values(page));
      return pictures.length < count * (count - 1)
        ? 0
        : Math.min(...pictures.map((picture) => picture.at(-1)?.[0] ?? 0));
    };
    await expect.poll(smallest).toBeGreaterThanOrEqual(goal);

    const pictures = (await sizes()).flatMap((page) => Object.values(page));
    for (const lines of [360, 720].filter((lines) => lines <= goal)) {
      const times = pictures.map((picture) => picture.find(([size]) => size >= lines)?.[1] ?? 0);
      const worst = Math.max(...times);
      process.stdout.write(
        `${count} people: ${lines} lines ${worst} ms after the first frame, at worst\n`,
      );
    }
  });
}
