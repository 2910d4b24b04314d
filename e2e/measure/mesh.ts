/**
 * Measures the cost of a mesh of six: for each scene, the sent bitrates and sizes of a page and the
 * CPU time of all pages. For comparison, `SIZES=off` stops the pages from reporting displayed sizes
 * to each other. docs/media.md has the figures and explains them.
 */
import { type Browser, chromium } from '@playwright/test';

import { CHROMIUM, chromiumArgs } from '../support/browsers.ts';
import { Person, test } from '../support/meeting.ts';
import { useServer } from '../support/server.ts';

const PEOPLE = ['Ana', 'Ben', 'Cleo', 'Dan', 'Eve', 'Finn'];
const LAPTOP = { width: 1280, height: 800 };
/** Time for bitrates to settle, in ms. */
const SETTLE = Number(process.env.SETTLE ?? 20) * 1000;
const SPAN = Number(process.env.SPAN ?? 20) * 1000;
/** Below a camera's rate: on two saturated cores the figures would show only the CPU limit. */
const FRAMES_PER_SECOND = Number(process.env.FPS ?? 5);
const SIZES_OFF = process.env.SIZES === 'off';

const server = useServer();

/** Counters of one page, summed over everything it sends. */
interface Counters {
  bytes: number;
  frames: number;
  pixels: number;
  /** Number of encodings by height, such as "360". */
  heights: Record<string, number>;
}

/** Runs in the page. */
async function readSent(): Promise<Counters> {
  const sum: Counters = { bytes: 0, frames: 0, pixels: 0, heights: {} };
  for (const peer of window.e2e.peers()) {
    // biome-ignore lint/suspicious/noExplicitAny: the types of statistics differ by browser.
    for (const stat of (await peer.getStats()).values() as Iterable<any>) {
      if (stat.type !== 'outbound-rtp' || stat.kind !== 'video') continue;
      sum.bytes += stat.bytesSent ?? 0;
      sum.frames += stat.framesEncoded ?? 0;
      if (!stat.framesPerSecond) continue;
      const height = String(stat.frameHeight);
      sum.heights[height] = (sum.heights[height] ?? 0) + 1;
      sum.pixels += stat.frameWidth * stat.frameHeight;
    }
  }
  return sum;
}

/** CPU time since start, in seconds: of the pages' processes and of the whole browser. */
async function cpuTime(browser: Browser): Promise<{ pages: number; all: number }> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const sum = (type?: string): number =>
    processInfo
      .filter((process) => type === undefined || process.type === type)
      .reduce((total, { cpuTime }) => total + cpuTime, 0);
  return { pages: sum('renderer'), all: sum() };
}

async function measure(scene: string, browser: Browser, people: Person[]): Promise<void> {
  const read = () => Promise.all(people.map(({ page }) => page.evaluate(readSent)));
  await people[0]?.page.waitForTimeout(SETTLE);
  const [before, cpuBefore, since] = [await read(), await cpuTime(browser), performance.now()];
  await people[0]?.page.waitForTimeout(SPAN);
  const [after, cpuAfter] = [await read(), await cpuTime(browser)];
  const seconds = (performance.now() - since) / 1000;
  const perPage = (of: (counters: Counters) => number): number =>
    after.reduce((sum, one, i) => sum + of(one) - of(before[i] as Counters), 0) /
    people.length /
    seconds;
  const heights: Record<string, number> = {};
  for (const one of after) {
    for (const [height, count] of Object.entries(one.heights)) {
      heights[height] = (heights[height] ?? 0) + count;
    }
  }
  const row = {
    'video sent per page (kbit/s)': Math.round((perPage(({ bytes }) => bytes) * 8) / 1000),
    'frames encoded per page and second': Math.round(perPage(({ frames }) => frames)),
    'megapixels encoded per page and frame time':
      Math.round(after.reduce((sum, { pixels }) => sum + pixels, 0) / people.length / 1e4) / 100,
    'processor, all pages (cores)':
      Math.round(((cpuAfter.pages - cpuBefore.pages) / seconds) * 100) / 100,
    'processor, whole browser (cores)':
      Math.round(((cpuAfter.all - cpuBefore.all) / seconds) * 100) / 100,
    'heights of encodings': JSON.stringify(heights),
  };
  process.stdout.write(`\n${scene}${SIZES_OFF ? ', sizes not told' : ''}\n`);
  for (const [name, value] of Object.entries(row)) process.stdout.write(`  ${name}: ${value}\n`);
}

test('a mesh of six on laptops', async () => {
  const args = chromiumArgs({ framesPerSecond: FRAMES_PER_SECOND });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args });
  try {
    const { link } = await server().createMeeting();
    const people: Person[] = [];
    for (const name of PEOPLE) {
      const person = await Person.open(browser, name, {
        viewport: LAPTOP,
        ...(SIZES_OFF && {
          prepare: () => {
            RTCPeerConnection.prototype.createDataChannel = () =>
              Object.assign(new EventTarget(), { close: () => {} }) as unknown as RTCDataChannel;
          },
        }),
      });
      await person.join(link);
      people.push(person);
    }
    await Person.expectAllMeet(people);
    await measure('six faces', browser, people);

    const [ana, ...others] = people as [Person, ...Person[]];
    for (const other of others) await other.button('Pin Ana').click();
    await measure('six faces, and one of them pinned by all others', browser, people);
    for (const other of others) await other.button('Unpin Ana').click();

    await ana.button('Share screen').click();
    await ana.button('Stop sharing').waitFor();
    await measure('six faces and a shared screen', browser, people);
    await ana.button('Stop sharing').click();

    for (const { page } of people) {
      await page.evaluate(() => {
        Object.defineProperty(document, 'hidden', { value: true, configurable: true });
        Object.defineProperty(document, 'visibilityState', {
          value: 'hidden',
          configurable: true,
        });
        document.dispatchEvent(new Event('visibilitychange'));
      });
    }
    await measure('six faces, and everybody looks at another tab', browser, people);
  } finally {
    await browser.close();
  }
});
