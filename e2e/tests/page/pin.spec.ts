import { expect, type Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

/** Share of the window that each tile covers, by its name. */
async function areas(person: Person): Promise<Record<string, number>> {
  return person.page.evaluate(() => {
    const tiles = [...document.querySelectorAll('section[aria-label=Participants] [role=group]')];
    const all = innerWidth * innerHeight;
    return Object.fromEntries(
      tiles.map((tile) => {
        const { width, height } = tile.getBoundingClientRect();
        return [tile.getAttribute('aria-label'), (width * height) / all];
      }),
    );
  });
}

/** The one tile that is far larger than the others, or null. */
async function largest(person: Person): Promise<string | null> {
  const [first, second] = Object.entries(await areas(person)).sort((a, b) => b[1] - a[1]);
  return first && second && first[1] > 2 * second[1] ? first[0] : null;
}

function expectLarge(person: Person, name: string | null): Promise<void> {
  return expect.poll(() => largest(person), { message: 'the large tile' }).toBe(name);
}

test('a pinned tile is large, for oneself only, until it is gone', async ({ person, wire }) => {
  test.setTimeout(120_000);
  const quiet = { devicesOff: true };
  const [ana, cleo] = [await person('Ana', quiet), await person('Cleo', quiet)];
  const { link } = await server().createMeeting();
  await ana.join(link);

  await test.step('alone there is nothing to pin', async () => {
    await expect(ana.button('Show Ana (you) in full screen')).toBeAttached();
    await expect(ana.button('Pin Ana (you)')).toHaveCount(0);
  });

  let ben = await wire('Ben', link);
  await cleo.join(link);
  await expect(ana.tiles).toHaveCount(3);
  await expectLarge(ana, null);

  await test.step('by the mouse', async () => {
    await ana.tile('Ben').hover();
    await ana.button('Pin Ben').click();
    await expectLarge(ana, 'Ben');
    await expect(ana.tile('Ben').getByText('Pinned')).toBeAttached();
    await expectLarge(cleo, null);
    await ana.button('Unpin Ben').click();
    await expectLarge(ana, null);
  });

  await test.step('by the keyboard', async () => {
    await ana.button('Pin Cleo').focus();
    await expect(ana.tile('Cleo').locator('.tile-actions')).toHaveCSS('opacity', '1');
    await ana.page.keyboard.press('Enter');
    await expectLarge(ana, 'Cleo');
    // The focus stays on the button, which now unpins.
    await expect(ana.button('Unpin Cleo')).toBeFocused();
    await ana.page.keyboard.press('Space');
    await expectLarge(ana, null);
  });

  await test.step('oneself', async () => {
    await ana.button('Pin Ana (you)').click();
    await expectLarge(ana, 'Ana (you)');
  });

  await test.step('another one takes its place', async () => {
    await ana.button('Pin Ben').click();
    await expectLarge(ana, 'Ben');
    await expect(ana.button('Pin Ana (you)')).toHaveCount(1);
  });

  await test.step('and it goes with who is pinned', async () => {
    await ben.leave();
    await expect(ana.tile('Ben')).toHaveCount(0);
    // Of two people, the other fills the stage.
    await expectLarge(ana, 'Cleo');
    ben = await wire('Ben', link);
    await expect(ana.tile('Ben')).toBeVisible();
    await expectLarge(ana, null);
  });

  await test.step('of several screens the newest is large, unless another one is pinned', async () => {
    await ben.setMedia({ screen_share: true });
    await expectLarge(ana, "Ben's screen");
    await cleo.button('Share screen').click();
    await expectLarge(ana, "Cleo's screen");
    // The own screen yields to another participant's.
    await expectLarge(cleo, "Ben's screen");

    await ana.button("Pin Ben's screen").click();
    await expectLarge(ana, "Ben's screen");
    await ana.button('Pin Cleo').click();
    await expectLarge(ana, 'Cleo');
    await ana.button("Pin Ben's screen").click();

    await ben.setMedia({ screen_share: false });
    await expectLarge(ana, "Cleo's screen");
    await ben.setMedia({ screen_share: true });
    await expect(ana.tile("Ben's screen")).toBeVisible();
    // A share that ended loses its pin; it is large again as the newest one.
    await expect(ana.button("Pin Ben's screen")).toHaveCount(1);
    await expectLarge(ana, "Ben's screen");
  });
});

test('by a finger: the first touch shows the buttons, and presses none', async ({
  person,
  wire,
}) => {
  const ana = await person('Ana', {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    devicesOff: true,
  });
  const { link } = await server().createMeeting();
  await ana.join(link);
  await wire('Ben', link);
  await wire('Cleo', link);
  await expect(ana.tiles).toHaveCount(3);
  const actions = ana.tile('Ben').locator('.tile-actions');
  await expect(actions).toHaveCSS('opacity', '0');

  const pin = await ana.button('Pin Ben').boundingBox();
  if (!pin) throw new Error('there is no such button');
  expect(Math.min(pin.width, pin.height)).toBeGreaterThanOrEqual(44);
  const [x, y] = [pin.x + pin.width / 2, pin.y + pin.height / 2];
  await ana.page.touchscreen.tap(x, y);
  await expect(actions).toHaveCSS('opacity', '1');
  await expectLarge(ana, null);
  await ana.page.touchscreen.tap(x, y);
  await expectLarge(ana, 'Ben');

  await ana.ownTile.tap();
  await expect(actions).toHaveCSS('opacity', '0');
});
