import type { Locator } from '@playwright/test';

import { expect, type Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

// The guests of the largest room are mere sockets: no server that forwards, so no limit for such clients.
const server = useServer({ args: ['--max-participants', '40', '--media-port', 'off'] });

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

async function box(of: Locator): Promise<Box> {
  return (await of.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
}

/** The half of the stage in which a tile lies, each way, as in `bottom right`. */
async function corner(person: Person, tile: Locator): Promise<string> {
  const stage = await box(person.page.getByRole('region', { name: 'Participants' }));
  const { x, y, width, height } = await box(tile);
  const below = y + height / 2 > stage.y + stage.height / 2;
  const right = x + width / 2 > stage.x + stage.width / 2;
  return `${below ? 'bottom' : 'top'} ${right ? 'right' : 'left'}`;
}

/** Share of the stage that a tile covers. */
async function share(person: Person, tile: Locator): Promise<number> {
  const stage = await box(person.page.getByRole('region', { name: 'Participants' }));
  const { width, height } = await box(tile);
  return (width * height) / (stage.width * stage.height);
}

async function chooseLayout(person: Person, name: string): Promise<void> {
  await person.button('Layout').click();
  await person.page.getByRole('radio', { name }).check();
  await person.page.keyboard.press('Escape');
  await expect(person.page.getByRole('dialog')).toHaveCount(0);
}

const visibleTiles = (person: Person) =>
  person.tiles.evaluateAll((tiles) =>
    tiles.filter((tile) => tile.checkVisibility()).map((tile) => tile.getAttribute('aria-label')),
  );

test('of two people the other fills the stage; the own tile is dragged, moved, hidden, remembered', async ({
  person,
  wire,
}) => {
  const ana = await person('Ana', { devicesOff: true });
  const { link } = await server().createMeeting();
  await ana.join(link);
  const alone = await share(ana, ana.ownTile);
  expect(alone, 'alone one is large').toBeGreaterThan(0.3);
  const ben = await wire('Ben', link);
  await expect.poll(() => share(ana, ana.tile('Ben'))).toBeGreaterThan(0.8);
  await expect.poll(() => share(ana, ana.ownTile)).toBeLessThan(0.1);
  await expect.poll(() => corner(ana, ana.ownTile)).toBe('bottom right');

  await test.step('it follows the pointer into another corner', async () => {
    // Waits until the tile has arrived in its corner.
    await ana.ownTile.hover({ position: { x: 20, y: 60 } });
    await ana.page.mouse.down();
    await ana.page.mouse.move(300, 300, { steps: 4 });
    const isUnder = async () => {
      const { x, width } = await box(ana.ownTile);
      return x < 300 && x + width > 300;
    };
    await expect.poll(isUnder, 'it is under the pointer').toBe(true);
    await ana.page.mouse.move(200, 150, { steps: 2 });
    await ana.page.mouse.up();
    await expect.poll(() => corner(ana, ana.ownTile)).toBe('top left');
  });

  await test.step('and by its button, without dragging', async () => {
    await ana.button('Move your video to the next corner').focus();
    await ana.page.keyboard.press('Enter');
    await expect.poll(() => corner(ana, ana.ownTile)).toBe('top right');
    await expect(ana.button('Move your video to the next corner')).toBeFocused();
  });

  await test.step('hidden it stays hidden after a reload, and comes back', async () => {
    await ana.ownTile.hover();
    await ana.button('Hide your video').click();
    await expect(ana.ownTile).toBeHidden();
    await ana.page.reload();
    await ana.button('Join now').click();
    await expect(ana.tile('Ben')).toBeVisible();
    await expect(ana.ownTile).toBeHidden();
    await ana.button('Show your video').click();
    await expect(ana.ownTile).toBeVisible();
    expect(await corner(ana, ana.ownTile)).toBe('top right');
  });

  await test.step('a third makes a grid', async () => {
    const cleo = await wire('Cleo', link);
    const size = async (name: string) => (await box(ana.tile(name))).width;
    await expect.poll(async () => (await size('Ben')) - (await size('Ana (you)'))).toBe(0);
    await cleo.leave();
    await expect.poll(() => share(ana, ana.tile('Ben'))).toBeGreaterThan(0.8);
  });
  await ben.leave();
});

test('each chooses a layout for themselves, and it is kept', async ({ person, wire }) => {
  const [ana, ben] = await Promise.all([
    person('Ana', { devicesOff: true }),
    person('Ben', { devicesOff: true }),
  ]);
  const { link } = await server().createMeeting();
  await ana.join(link);
  await ben.join(link);
  await wire('Cleo', link);
  await wire('Dan', link);
  await expect(ana.tiles).toHaveCount(4);

  await chooseLayout(ana, 'Speaker');
  await expect.poll(() => visibleTiles(ana)).toEqual(['Ben', 'Ana (you)']);
  expect(await share(ana, ana.tile('Ben'))).toBeGreaterThan(0.8);
  expect((await visibleTiles(ben)).length, 'nobody else sees the choice').toBe(4);

  await chooseLayout(ana, 'Side by side');
  await expect.poll(async () => (await visibleTiles(ana)).length).toBe(4);
  const [large, small] = [await share(ana, ana.tile('Ben')), await share(ana, ana.tile('Cleo'))];
  expect(large).toBeGreaterThan(4 * small);

  await chooseLayout(ana, 'Grid');
  await expect
    .poll(async () => (await share(ana, ana.tile('Ben'))) - (await share(ana, ana.ownTile)))
    .toBeCloseTo(0, 2);

  await ana.page.reload();
  await ana.button('Join now').click();
  await ana.button('Layout').click();
  await expect(ana.page.getByRole('radio', { name: 'Grid' })).toBeChecked();
});

test('who does not fit on a phone is on another page; a swipe or a button turns it', async ({
  person,
  wire,
}) => {
  const ana = await person('Ana', {
    devicesOff: true,
    viewport: { width: 390, height: 700 },
    hasTouch: true,
  });
  const { link } = await server().createMeeting();
  await ana.join(link);
  await expect(ana.button('More people')).toHaveCount(0);
  const names = Array.from({ length: 25 }, (_, index) => `Guest ${index + 1}`);
  for (const name of names) await wire(name, link);
  await expect(ana.page.getByText('Page 1 of 2')).toBeVisible();

  const first = await visibleTiles(ana);
  expect(first).toContain('Guest 1');
  expect(first, 'the own tile ends the first page').toContain('Ana (you)');
  for (const name of first) {
    const { width, height } = await box(ana.tile(name ?? ''));
    expect(Math.min(width, height), `${name} is large enough`).toBeGreaterThan(80);
  }
  await ana.button('More people').click();
  await expect(ana.page.getByText('Page 2 of 2')).toBeVisible();
  const second = await visibleTiles(ana);
  expect(second).not.toContain('Guest 1');
  expect(new Set([...first, ...second]).size).toBe(26);

  const swipe = async (from: number, to: number) => {
    const touch = await ana.page.context().newCDPSession(ana.page);
    const at = (x: number) => [{ x, y: 300 }];
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(from) });
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(to) });
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  };
  await swipe(100, 320);
  await expect(ana.page.getByText('Page 1 of 2')).toBeVisible();
  await swipe(320, 100);
  await expect(ana.page.getByText('Page 2 of 2')).toBeVisible();
});

test('the own share is previewed beside the others', async ({ person, wire }) => {
  const ana = await person('Ana');
  const { link } = await server().createMeeting();
  await ana.join(link);
  await wire('Ben', link);
  await ana.button('Share screen').click();
  const own = ana.tile("Ana's screen (you)");
  await expect(own.locator('video')).toHaveJSProperty('paused', false);
  await expect
    .poll(() => own.locator('video').evaluate((video: HTMLVideoElement) => video.videoHeight))
    .toBeGreaterThan(100);
  expect(await share(ana, own)).toBeLessThan(await share(ana, ana.tile('Ben')));
  await ana.button("Pin Ana's screen (you)").click();
  await expect(own.getByText('You are sharing your screen')).toBeVisible();
});

test('in full screen the bars go until the pointer moves; the bar counts and names', async ({
  person,
  wire,
}) => {
  const ana = await person('Ana', { devicesOff: true, viewport: { width: 1500, height: 900 } });
  const { link } = await server().createMeeting();
  await ana.join(link);
  await wire('Ben', link);
  await expect(ana.button('Participants')).toHaveAccessibleDescription('2 people');
  await expect(ana.button('Participants').getByText('2', { exact: true })).toBeVisible();
  await expect(ana.button('Raise hand').getByText('Raise hand')).toBeVisible();

  const bar = ana.page.getByRole('region', { name: 'Controls' });
  const opacity = () => bar.evaluate((element) => getComputedStyle(element).opacity);
  await ana.button('Full screen').click();
  await ana.page.mouse.move(700, 200);
  await expect.poll(opacity).toBe('0');
  const tile = await box(ana.tile('Ben'));
  expect(tile.height, 'the stage has the room of the bars').toBeGreaterThan(860);
  await ana.page.mouse.move(700, 300);
  await expect.poll(opacity).toBe('1');
  await expect.poll(opacity, 'at rest they go again').toBe('0');
  await ana.page.keyboard.press('Tab');
  await expect.poll(opacity, 'a key brings them back').toBe('1');
});
