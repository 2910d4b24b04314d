import { expectRising } from '../../support/media.ts';
import { expect, type Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

const dialog = (person: Person) => person.page.getByRole('dialog', { name: 'Keyboard shortcuts' });

/** Dispatches a key with modifiers; `key` is the layout's result for `code`. */
async function pressRaw(
  person: Person,
  key: string,
  code: string,
  { shift = false, control = false, alt = false } = {},
): Promise<void> {
  const browser = await person.context.newCDPSession(person.page);
  const modifiers = (alt ? 1 : 0) + (control ? 2 : 0) + (shift ? 8 : 0);
  await browser.send('Input.dispatchKeyEvent', { type: 'keyDown', key, code, modifiers });
  await browser.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code, modifiers });
  await browser.detach();
}

test('? lists the shortcuts, and each does what it says until they are switched off', async ({
  person,
}) => {
  const ana = await person('Ana');
  const { keyboard } = ana.page;
  const { link } = await server().createMeeting();
  await ana.join(link);
  await expect(ana.page.getByRole('heading', { level: 1 })).toBeFocused();

  await keyboard.press('Shift+?');
  await expect(dialog(ana)).toBeVisible();
  await expect(dialog(ana).locator('kbd')).toHaveText([
    'M',
    'Space',
    'V',
    'S',
    'H',
    'E',
    'C',
    'P',
    'F',
    '?',
  ]);
  await expect(dialog(ana)).toContainText('Mute or unmute');
  await keyboard.press('m');
  await keyboard.press('Escape');
  await expect(dialog(ana)).toBeHidden();
  await expect(ana.button('Mute')).toBeVisible();

  for (const [key, before, after] of [
    ['m', 'Mute', 'Unmute'],
    ['v', 'Turn off camera', 'Turn on camera'],
    ['h', 'Raise hand', 'Lower hand'],
    ['s', 'Share screen', 'Stop sharing'],
  ] as const) {
    await expect(ana.button(before)).toBeVisible();
    await keyboard.press(key);
    await expect(ana.button(after)).toBeVisible();
    await keyboard.press(key);
    await expect(ana.button(before)).toBeVisible();
  }
  await keyboard.press('e');
  await expect(ana.page.getByRole('group', { name: 'Reactions' })).toBeVisible();
  await keyboard.press('Escape');
  await keyboard.press('p');
  await expect(ana.button('Participants')).toHaveAttribute('aria-expanded', 'true');
  await keyboard.press('c');
  await expect(ana.field('Message')).toBeFocused();

  await test.step('what is typed is none', async () => {
    await keyboard.type('m v ? hello');
    await expect(ana.field('Message')).toHaveValue('m v ? hello');
    await expect(ana.button('Mute')).toBeVisible();
    await expect(dialog(ana)).toBeHidden();
    await keyboard.press('Escape');
  });

  await test.step('shortcuts go by what a key writes, and leave the combinations to others', async () => {
    // On a German keyboard `?` is Shift and the key right of 0.
    await pressRaw(ana, '?', 'Minus', { shift: true });
    await expect(dialog(ana)).toBeVisible();
    await ana.page.keyboard.press('Escape');
    await expect(dialog(ana)).toBeHidden();

    // Windows reports AltGr as Control and Alt.
    await pressRaw(ana, 'm', 'KeyM', { control: true, alt: true });
    await pressRaw(ana, 'm', 'KeyM', { control: true });
    await pressRaw(ana, 'M', 'KeyM', { shift: true });
    await ana.page.evaluate(() =>
      document.body.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'm', modifierAltGraph: true, bubbles: true }),
      ),
    );
    await ana.page.keyboard.press('v');
    await expect(ana.button('Turn on camera')).toBeVisible();
    await expect(ana.button('Mute')).toBeVisible();
    await ana.page.keyboard.press('v');
    await expect(ana.button('Turn off camera')).toBeVisible();
  });

  await test.step('shortcuts can be switched off, and are listed all the same', async () => {
    await ana.button('Settings').click();
    await ana.button('Keyboard shortcuts').click();
    await expect(dialog(ana)).toContainText('Turn your camera on or off');
    await keyboard.press('Escape');
    await expect(ana.button('Keyboard shortcuts')).toBeFocused();
    await ana.page.getByRole('checkbox', { name: 'Keyboard shortcuts' }).uncheck();
    await ana.button('Keyboard shortcuts').click();
    await expect(dialog(ana)).toContainText('Shortcuts are off');
    await keyboard.press('Escape');
    await keyboard.press('Escape');
    await expect(ana.button('Settings')).toBeFocused();

    await keyboard.press('Shift+?');
    await keyboard.press('m');
    await ana.button('Mute').click();
    await keyboard.down('Space');
    await expect(ana.page.getByText('Talking')).toHaveCount(0);
    await expect(dialog(ana)).toBeHidden();
    // Space still presses the focused button.
    await keyboard.up('Space');
    await expect(ana.button('Mute')).toBeVisible();
  });
});

test('who is muted talks for as long as they hold Space', async ({ person }) => {
  const ana = await person('Ana');
  const ben = await person('Ben', { devicesOff: true });
  const { keyboard } = ana.page;
  const { link } = await server().createMeeting();
  await ana.join(link);
  await ben.join(link);
  await expectRising(ben.page, 'Ana', ['frames', 'audioEnergy']);
  const sign = ana.page.getByText('Others can hear you. Release Space to mute.');
  const mutedForBen = ben.tile('Ana').getByText('Microphone off');

  // A mouse click leaves the focus on the button.
  await ana.button('Mute').click();
  await expect(mutedForBen).toBeAttached();
  for (let i = 0; i < 2; i++) {
    await keyboard.down('Space');
    await expect(sign).toBeVisible();
    await expect(ana.button('Mute')).toBeVisible();
    await expect(mutedForBen).not.toBeAttached();
    await expectRising(ben.page, 'Ana', ['audioEnergy']);
    // A held key repeats.
    await keyboard.down('Space');
    await expect(sign).toBeVisible();
    await keyboard.up('Space');
    await expect(sign).toBeHidden();
    await expect(ana.button('Unmute')).toBeVisible();
    await expect(mutedForBen).toBeAttached();
  }

  for (const [what, away] of [
    [
      'another window',
      () => {
        window.dispatchEvent(new Event('blur'));
      },
    ],
    [
      'another tab',
      () => {
        Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
        Reflect.deleteProperty(document, 'visibilityState');
      },
    ],
  ] as const) {
    await test.step(`${what} ends it`, async () => {
      await keyboard.down('Space');
      await expect(sign).toBeVisible();
      await ana.page.evaluate(away);
      await expect(sign).toBeHidden();
      await expect(ana.button('Unmute')).toBeVisible();
      await keyboard.up('Space');
      await expect(ana.button('Unmute')).toBeVisible();
    });
  }

  await test.step('by keyboard on a button, Space presses that', async () => {
    await ana.button('Raise hand').focus();
    await keyboard.press('Space');
    await expect(ana.button('Lower hand')).toBeVisible();
    await expect(ana.button('Unmute')).toBeVisible();
  });

  await test.step('in a field it writes', async () => {
    await ana.button('Chat').click();
    await ana.field('Message').fill('a');
    await keyboard.press('Space');
    await expect(ana.field('Message')).toHaveValue('a ');
    await expect(ana.button('Unmute')).toBeVisible();
  });
});
