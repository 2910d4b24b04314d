import { expect, type Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

/** Full-screen element: a tile by its name, the page, or null. */
function filling(person: Person): Promise<string | null> {
  return person.page.evaluate(() => {
    const { fullscreenElement } = document;
    if (fullscreenElement === document.documentElement) return 'the page';
    return fullscreenElement?.getAttribute('aria-label') ?? null;
  });
}

test('the stage and a tile fill the screen, and Escape leads back', async ({ person, wire }) => {
  const ana = await person('Ana', { devicesOff: true });
  const { link } = await server().createMeeting();
  await ana.join(link);
  const ben = await wire('Ben', link);
  await expect(ana.tile('Ben')).toBeVisible();

  await test.step('the stage, with the controls', async () => {
    await ana.button('Full screen').click();
    await expect.poll(() => filling(ana)).toBe('the page');
    await expect(ana.button('Exit full screen').last()).toBeVisible();
    await expect(ana.button('Leave')).toBeVisible();
    await ana.button('Exit full screen').last().click();
    await expect.poll(() => filling(ana)).toBeNull();
    await expect(ana.button('Full screen')).toBeVisible();
    await ana.page.keyboard.press('f');
    await expect.poll(() => filling(ana)).toBe('the page');
    await ana.page.keyboard.press('f');
    await expect.poll(() => filling(ana)).toBeNull();
  });

  await test.step('a tile, by its own button', async () => {
    await ana.tile('Ben').hover();
    await ana.button('Show Ben in full screen').click();
    await expect.poll(() => filling(ana)).toBe('Ben');
    const [box, window] = await ana.tile('Ben').evaluate((tile) => {
      const { width, height } = tile.getBoundingClientRect();
      return [
        [width, height],
        [innerWidth, innerHeight],
      ];
    });
    expect(box).toEqual(window);
    await expect(ana.tile('Ben').getByRole('button', { name: 'Exit full screen' })).toBeFocused();
    await ana.page.keyboard.press('Escape');
    await expect.poll(() => filling(ana)).toBeNull();
    await expect(ana.button('Show Ben in full screen')).toBeAttached();
  });

  await test.step('in a narrower window, from the menu', async () => {
    await ana.page.setViewportSize({ width: 700, height: 700 });
    await ana.button('More').click();
    await ana.button('Full screen').click();
    await expect.poll(() => filling(ana)).toBe('the page');
    await ana.page.keyboard.press('Escape');
    await expect.poll(() => filling(ana)).toBeNull();
  });

  await test.step('and it ends with who fills it', async () => {
    await ana.button('Show Ben in full screen').click();
    await expect.poll(() => filling(ana)).toBe('Ben');
    await ben.leave();
    await expect.poll(() => filling(ana)).toBeNull();
    await expect(ana.ownTile).toBeVisible();
  });
});

test('a browser without it offers none', async ({ person }) => {
  const ana = await person('Ana', {
    devicesOff: true,
    prepare: () => {
      Object.defineProperty(Document.prototype, 'fullscreenEnabled', { value: false });
    },
  });
  const { link } = await server().createMeeting();
  await ana.join(link);
  await expect(ana.button('Picture-in-picture')).toBeVisible();
  await expect(ana.page.getByRole('button', { name: /full screen/i })).toHaveCount(0);
});
