import { log, longPress, message, openChat, shown, write } from '../../support/chat.ts';
import { expect, type Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

const VIEWPORTS = [
  { width: 360, height: 640 },
  { width: 480, height: 800 },
  { width: 768, height: 1024 },
  { width: 1024, height: 768 },
  { width: 1920, height: 1080 },
];

const LONG_NAME = 'Maximiliane-Alexandra von Hohenzollern-Sigmaringen und zu Teger';
const LONG_WORD = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk'.repeat(4);
const RIGHT_TO_LEFT = 'مرحبا بالجميع، كيف حالكم اليوم؟';
const LINK = `https://example.org/${'a/very/long/path/'.repeat(12)}`;

/** Describes elements that overflow the side panel or are too small for a finger. */
function problems(ana: Person): Promise<string[]> {
  return ana.page.getByRole('complementary').evaluate((panel) => {
    const found: string[] = [];
    const { left, right, bottom } = panel.getBoundingClientRect();
    const box = `${Math.round(left)} to ${Math.round(right)}`;
    if (left < -0.5 || right > innerWidth + 0.5 || bottom > innerHeight + 0.5) {
      found.push(`the panel is out of sight: ${box}`);
    }
    for (const element of panel.querySelectorAll('*')) {
      if (element.closest('svg, option, .visually-hidden')) continue;
      const rect = element.getBoundingClientRect();
      const name = `${element.tagName} ${element.className} ${element.textContent?.slice(0, 20)}`;
      if (rect.width > 0 && (rect.left < left - 0.5 || rect.right > right + 0.5)) {
        found.push(`${name} sticks out: ${rect.left} to ${rect.right} of ${box}`);
      }
      const cut = element.scrollWidth - element.clientWidth;
      if (element.clientWidth > 0 && cut > 1 && !element.matches('select, input, textarea')) {
        found.push(`${name} is ${cut} px too narrow for what is in it`);
      }
      const pressed = element.matches('button, select, textarea, input');
      if (pressed && rect.width > 0 && (rect.width < 43.5 || rect.height < 43.5)) {
        found.push(`${name} is too small to press: ${rect.width} x ${rect.height}`);
      }
    }
    return found;
  });
}

async function expectFits(ana: Person, what: string): Promise<void> {
  for (const viewport of VIEWPORTS) {
    await test.step(`${what} at ${viewport.width}`, async () => {
      await ana.page.setViewportSize(viewport);
      await expect.poll(() => problems(ana)).toEqual([]);
    });
  }
}

// Touch, as on a phone or a tablet.
const touch = {
  devicesOff: true,
  hasTouch: true,
  isMobile: true,
  viewport: { width: 1024, height: 768 },
};

test('the chat fits every width, whatever is written in it', async ({ person, wire }) => {
  const { link } = await server().createMeeting();
  const other = await wire(LONG_NAME, link);
  const ana = await person('Ana', touch);
  await ana.join(link);
  await openChat(ana);
  for (const text of [LONG_WORD, RIGHT_TO_LEFT, '👩‍👩‍👧‍👦'.repeat(60), LINK]) await other.say(text);
  await ana.combobox('To').selectOption({ label: LONG_NAME });
  await write(ana, LONG_WORD);
  await write(ana, 'short');
  await expect(log(ana)).not.toContainText('Sending');
  await expectFits(ana, 'messages');
  await longPress(ana, 'short');
  await message(ana, 'short').getByRole('button', { name: 'Edit' }).click();
  await expectFits(ana, 'the editor');
  await ana.button('Cancel').click();
  await longPress(ana, 'short');
  await message(ana, 'short').getByRole('button', { name: 'Delete' }).click();
  await expectFits(ana, 'the question');
  await ana.button('Keep').click();
  await other.leave();
  await write(ana, 'too late');
  await expect(log(ana)).toContainText('Not sent');
  await ana.field('Message').fill(LONG_WORD.repeat(3));
  await expectFits(ana, 'a message that failed, and a long draft');
  await expect(shown(ana, 'too late')).toBeInViewport();
});

test('the list of people fits every width, whatever they are called', async ({ person, wire }) => {
  const { link } = await server().createMeeting();
  for (const name of [LONG_NAME, LONG_WORD.slice(0, 64), RIGHT_TO_LEFT, '😀'.repeat(30)]) {
    const other = await wire(name, link, { forwards: true });
    await other.do('raise_hand', { raised: true });
  }
  for (const name of ['Ben', 'Cleo', 'Dan', 'Eve']) await wire(name, link, { forwards: true });
  const ana = await person('Ana', touch);
  await ana.join(link);
  await ana.button('Participants').click();
  await expectFits(ana, 'people');
  await ana.page.getByRole('searchbox').fill('donau');
  await expect(ana.page.getByRole('complementary').getByRole('listitem')).toHaveCount(1);
  await expectFits(ana, 'one who was found');
});

test('a panel never covers all of the stage', async ({ person, wire }) => {
  const { link } = await server().createMeeting();
  const ana = await person('Ana', { devicesOff: true });
  await ana.join(link);
  await wire('Ben', link);
  await expect(ana.tile('Ben')).toBeVisible();
  await openChat(ana);
  const box = async (what: 'panel' | 'tile') => {
    const element = what === 'panel' ? ana.page.getByRole('complementary') : ana.tile('Ben');
    const { x = 0, y = 0, width = 0, height = 0 } = (await element.boundingBox()) ?? {};
    return { left: x, right: x + width, top: y, bottom: y + height, width, height };
  };

  for (const [width, height] of [
    [768, 1024],
    [860, 700],
    [1280, 800],
    [844, 390],
    [667, 375],
  ] as const) {
    await test.step(`beside it at ${width} x ${height}`, async () => {
      await ana.page.setViewportSize({ width, height });
      await expect
        .poll(async () => {
          const [panel, tile] = [await box('panel'), await box('tile')];
          return tile.width > 100 && tile.right <= panel.left && panel.right <= width;
        })
        .toBe(true);
    });
  }

  for (const [width, height] of [
    [390, 844],
    [360, 640],
    // With a soft keyboard.
    [390, 420],
    [600, 960],
  ] as const) {
    await test.step(`below a strip of it at ${width} x ${height}`, async () => {
      await ana.page.setViewportSize({ width, height });
      await expect
        .poll(async () => {
          const [panel, tile] = [await box('panel'), await box('tile')];
          return tile.height >= 80 && tile.bottom <= panel.top && panel.bottom <= height;
        })
        .toBe(true);
      await expect(ana.field('Message')).toBeInViewport();
    });
  }
});
