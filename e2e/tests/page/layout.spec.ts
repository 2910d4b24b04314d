import type { Page } from '@playwright/test';

import { expect, type Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

const VIEWPORTS = [
  { width: 360, height: 640 },
  { width: 480, height: 800 },
  { width: 768, height: 1024 },
  { width: 1024, height: 768 },
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
];

interface Box {
  name: string;
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Describes the layout's faults. */
function problems(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const boxOf = (element: Element): Box => {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      const name = element.getAttribute('aria-label') ?? element.textContent ?? element.tagName;
      return { name, left, top, right, bottom };
    };
    const root = document.documentElement;
    if (root.scrollWidth > innerWidth) found.push(`the page is ${root.scrollWidth} wide`);
    if (root.scrollHeight > innerHeight) found.push(`the page is ${root.scrollHeight} high`);

    const inside = ({ name, left, top, right, bottom }: Box): void => {
      if (left < 0 || top < 0 || right > innerWidth || bottom > innerHeight) {
        found.push(`${name} is out of sight: ${left},${top} to ${right},${bottom}`);
      }
    };
    const overlap = (a: Box, b: Box): boolean =>
      a.left < b.right - 0.5 &&
      b.left < a.right - 0.5 &&
      a.top < b.bottom - 0.5 &&
      b.top < a.bottom - 0.5;

    const stage = document.querySelector('section[aria-label=Participants]');
    const bar = document.querySelector('section[aria-label=Controls]');
    if (!stage || !bar) return ['there is no stage or no bar'];
    // Those of another page are not there.
    const shown = [...stage.querySelectorAll('[role=group]')].filter((tile) =>
      tile.checkVisibility(),
    );
    const tiles = shown.map(boxOf);
    const floating = stage
      .querySelector('[data-floating] [role=group]')
      ?.getAttribute('aria-label');
    for (const tile of shown) {
      const [box, name] = [boxOf(tile), tile.getAttribute('aria-label')];
      for (const button of tile.querySelectorAll('button')) {
        const { left, top, right, bottom, name: does } = boxOf(button);
        if (right === left) continue;
        if (right - left < 43.5 || bottom - top < 43.5) found.push(`${does} is too small to press`);
        if (left < box.left || top < box.top || right > box.right || bottom > box.bottom) {
          found.push(`${does} is cut off by the tile ${name}`);
        }
      }
    }
    const buttons = [...bar.querySelectorAll('button')].map(boxOf);
    for (const box of [...tiles, ...buttons, boxOf(bar)]) inside(box);
    for (const { name, left, top, right, bottom } of buttons) {
      if (right - left < 43.5 || bottom - top < 43.5) found.push(`${name} is too small to press`);
    }
    for (const [i, a] of [...tiles, boxOf(bar)].entries()) {
      for (const b of [...tiles, boxOf(bar)].slice(i + 1)) {
        const floats = [a.name, b.name].includes(floating ?? '') && b.name !== 'Controls';
        if (!floats && overlap(a, b)) found.push(`${a.name} and ${b.name} overlap`);
      }
    }
    for (const [i, a] of buttons.entries()) {
      for (const b of buttons.slice(i + 1)) {
        if (overlap(a, b)) found.push(`${a.name} and ${b.name} overlap`);
      }
    }
    for (const { name, left, top, right, bottom } of tiles) {
      if (right - left < 100 || bottom - top < 80) found.push(`${name} is too small to see`);
    }
    return found;
  });
}

/** Share of the stage that the tiles cover. */
function used(page: Page): Promise<number> {
  return page.evaluate(() => {
    const area = (element: Element): number => {
      const { width, height } = element.getBoundingClientRect();
      return width * height;
    };
    const stage = document.querySelector('section[aria-label=Participants]');
    const tiles = [...(stage?.querySelectorAll('[role=group]') ?? [])];
    return tiles.reduce((sum, tile) => sum + area(tile), 0) / (stage ? area(stage) : 1);
  });
}

async function expectGoodLayout(ana: Person, least: number): Promise<void> {
  for (const viewport of VIEWPORTS) {
    await test.step(`${viewport.width}x${viewport.height}`, async () => {
      await ana.page.setViewportSize(viewport);
      const message = 'the share of the stage that is used';
      await expect.poll(() => used(ana.page), { message }).toBeGreaterThan(least);
      await expect.poll(() => problems(ana.page)).toEqual([]);
    });
  }
}

test('one, two and six people fit every screen', async ({ person, wire }) => {
  test.setTimeout(240_000);
  const ana = await person('Ana');
  const { link } = await server().createMeeting();
  await ana.join(link);
  await test.step('alone', () => expectGoodLayout(ana, 0.2));

  const media = { microphone: true, camera: true };
  await wire('Ben', link, { media });
  await expect(ana.tiles).toHaveCount(2);
  await test.step('two', () => expectGoodLayout(ana, 0.5));
  const dan = await person('Dan', { viewport: { width: 480, height: 360 } });
  await dan.join(link);
  for (const name of ['Cleo', 'Eve with a name that is too long for any tile', 'Finn']) {
    await wire(name, link, { media });
  }
  await expect(ana.tiles).toHaveCount(6);
  await test.step('six', () => expectGoodLayout(ana, 0.5));
  await expect(ana.tile('Dan').locator('video')).toHaveCSS('opacity', '1');

  await test.step('and a shared screen', async () => {
    await ana.button('Share screen').click();
    await expect(ana.tiles).toHaveCount(7);
    await expectGoodLayout(ana, 0.4);
  });
  await test.step('with a face pinned', async () => {
    await ana.button('Pin Dan').focus();
    await ana.page.keyboard.press('Enter');
    await expect(ana.button('Unpin Dan')).toBeAttached();
    await expectGoodLayout(ana, 0.4);
  });
});

test('pages outside meetings fit every width', async ({ person }) => {
  const ana = await person('Ana');
  for (const [where, path] of [
    ['the landing page', '/'],
    ['a page that is not there', '/nowhere'],
    ['the REST interface', '/api/docs'],
  ] as const) {
    await test.step(where, async () => {
      await ana.page.goto(server().origin + path);
      await expect(ana.page.getByRole('heading', { level: 1 })).toBeVisible();
      for (const viewport of [{ width: 320, height: 568 }, ...VIEWPORTS]) {
        await ana.page.setViewportSize(viewport);
        const width = await ana.page.evaluate(() => document.documentElement.scrollWidth);
        expect(width, `at ${viewport.width}`).toBeLessThanOrEqual(viewport.width);
      }
    });
  }
});

test('prejoin fits every width, and the way in is never cut off', async ({ person }) => {
  const ana = await person('Ana');
  const { link } = await server().createMeeting();
  await ana.page.goto(link);
  await expect(ana.combobox('Camera').getByRole('option')).not.toHaveCount(0);
  for (const viewport of [{ width: 320, height: 568 }, ...VIEWPORTS]) {
    await ana.page.setViewportSize(viewport);
    const width = await ana.page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, `at ${viewport.width}`).toBeLessThanOrEqual(viewport.width);
    await ana.button('Join now').scrollIntoViewIfNeeded();
    await expect(ana.button('Join now')).toBeInViewport({ ratio: 0.98 });
  }
});
