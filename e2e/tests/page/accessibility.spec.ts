import { expectAccessible } from '../../support/accessible.ts';
import { expect, type Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in ${colorScheme}`, async ({ person }) => {
    test.setTimeout(240_000);
    const ana = await person('Ana', { colorScheme });
    const ben = await person('Ben');
    const { page } = ana;
    const { id, link } = await server().createMeeting();

    await page.goto(server().origin);
    await expect(ana.button('Start meeting')).toBeVisible();
    await expectAccessible(page, 'landing');
    await ana.button('Join').click();
    await expect(ana.field('Meeting code or link')).toHaveAttribute('aria-invalid', 'true');
    await expectAccessible(page, 'landing with an error');

    await page.goto(link);
    await expect(ana.combobox('Camera').getByRole('option')).not.toHaveCount(0);
    await expect(page.getByText('No one is here yet')).toBeVisible();
    await expectAccessible(page, 'prejoin');
    await ana.button('Join now').click();
    await expectAccessible(page, 'prejoin with an error');

    await ana.joinNow();
    await expectAccessible(page, 'alone in the meeting');
    await ana.button('Copy link').click();
    await expectAccessible(page, 'with a toast');
    await ben.join(link);
    await expect(ana.tile('Ben').locator('video')).toHaveCSS('opacity', '1');
    await expectAccessible(page, 'with somebody else');
    await ana.button('Turn off camera').click();
    await ben.button('Turn off camera').click();
    await ben.button('Mute').click();
    await ben.button('Share screen').click();
    await expect(ana.tile("Ben's screen")).toBeVisible();
    await expect(ana.tile('Ben').getByText('Camera off')).toBeAttached();
    await expectAccessible(page, 'avatars and a shared screen');
    await ana.button('Pin Ben').focus();
    await page.keyboard.press('Enter');
    await expect(ana.tile('Ben').getByText('Pinned')).toBeAttached();
    await expectAccessible(page, 'a pinned tile and its buttons');
    await page.keyboard.press('Enter');
    await ana.button('Settings').click();
    await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
    await expectAccessible(page, 'dialog Settings');
    await ana.button('Keyboard shortcuts').click();
    await expectAccessible(page, 'dialog Keyboard shortcuts');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await ana.button('Mute').click();
    await expect(page.getByText('You are muted')).toBeVisible();
    await expectAccessible(page, 'told of being muted');
    await ana.button('Participants').click();
    await ana.button('Volume of Ben').click();
    await expectAccessible(page, 'a volume');
    await ana.leave();
    await expectAccessible(page, 'left');

    for (const [path, heading] of [
      ['/m/abc-defg-hij', 'Meeting not found'],
      ['/m/nonsense', 'Meeting not found'],
      ['/nowhere', 'Page not found'],
      ['/api/docs', 'REST API'],
    ] as const) {
      await page.goto(server().origin + path);
      await expect(ana.heading(heading)).toBeVisible();
      await expect(page.getByText('Loading')).toHaveCount(0);
      await expectAccessible(page, path);
    }

    await page.goto(server().origin);
    await ana.field('Meeting code or link').fill(id);
    await page.route(`**/api/v1/meetings/${id}`, (route) => route.abort());
    await ana.button('Join').click();
    await expect(ana.heading('The server is not responding')).toBeVisible();
    await expectAccessible(page, 'the server does not answer');
  });
}

/** Presses Tab until the element with this name has the focus. */
async function tabTo(person: Person, name: string): Promise<void> {
  for (let i = 0; i < 40; i++) {
    await person.page.keyboard.press('Tab');
    const focused = person.page.locator(':focus');
    if ((await focused.count()) === 0) continue;
    const label = await focused.evaluate(
      (element) =>
        element.getAttribute('aria-label') ??
        (element as HTMLInputElement).labels?.[0]?.textContent ??
        element.textContent,
    );
    if (label?.trim() !== name) continue;
    // The focus ring is visible (WCAG 2.4.7).
    const style = await focused.evaluate((element) => getComputedStyle(element).outlineStyle);
    expect(style, `the focus ring of ${name}`).not.toBe('none');
    return;
  }
  throw new Error(`Tab does not reach ${name}`);
}

test('from the landing page to leaving by keyboard alone', async ({ person }) => {
  const ana = await person('Ana');
  const { keyboard } = ana.page;
  await ana.page.goto(server().origin);
  await expect(ana.button('Start meeting')).toBeVisible();

  await tabTo(ana, 'Start meeting');
  await keyboard.press('Enter');
  await expect(ana.heading('Ready to join?')).toBeFocused();
  await tabTo(ana, 'Your name');
  await keyboard.type('Ana');
  await keyboard.press('Enter');
  await expect(ana.ownTile).toBeVisible();
  await expect(ana.page.getByRole('heading', { level: 1 })).toBeFocused();

  await tabTo(ana, 'Mute');
  await keyboard.press('Space');
  await expect(ana.button('Unmute')).toBeFocused();
  await tabTo(ana, 'Turn off camera');
  await keyboard.press('Enter');
  await expect(ana.button('Turn on camera')).toBeFocused();
  await tabTo(ana, 'Share screen');
  await keyboard.press('Enter');
  await expect(ana.button('Stop sharing')).toBeFocused();
  await keyboard.press('Enter');
  await expect(ana.button('Share screen')).toBeFocused();

  await tabTo(ana, 'Settings');
  await keyboard.press('Enter');
  const dialog = ana.page.getByRole('dialog', { name: 'Settings' });
  await expect(dialog).toBeVisible();
  // Tab stays inside the dialog.
  for (let i = 0; i < 12; i++) {
    await keyboard.press('Tab');
    const outside = await ana.page.evaluate(() => {
      const { activeElement } = document;
      return activeElement !== document.body && !activeElement?.closest('dialog');
    });
    expect(outside).toBe(false);
  }
  await keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(ana.button('Settings')).toBeFocused();

  await tabTo(ana, 'Leave');
  await keyboard.press('Enter');
  await expect(ana.heading('You left the meeting')).toBeFocused();
});

test('who comes and goes is announced, and a page has its title', async ({ person, wire }) => {
  const ana = await person('Ana', { devicesOff: true });
  const { id, link } = await server().createMeeting();
  await ana.join(link);
  await expect(ana.page).toHaveTitle(`Meeting ${id} · Convene`);
  const said = ana.page.locator('[aria-live=polite]');
  const ben = await wire('Ben', link);
  await expect(said).toHaveText(/Ben joined/);
  await ben.setMedia({ screen_share: true });
  await expect(said).toHaveText(/Ben is sharing their screen/);
  await ben.leave();
  await expect(said).toHaveText(/Ben left/);
  await ana.button('Copy link').click();
  await expect(ana.page.getByRole('status').filter({ hasText: 'Link copied' })).toBeVisible();
});
