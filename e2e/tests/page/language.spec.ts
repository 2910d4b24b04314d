import type { Page } from '@playwright/test';

import { expectAccessible } from '../../support/accessible.ts';
import { expectRising } from '../../support/media.ts';
import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';
import { QUIET, speakAt, withVoice } from '../../support/voice.ts';

const server = useServer();

/** Accessible names of all buttons, fields and landmarks, except those of toasts, which come and go. */
function names(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>(
        'button, a, input, select, textarea, section, aside',
      ),
    ]
      .filter((element) => !element.closest('.toast'))
      .map((element) => {
        const labels = 'labels' in element ? (element.labels as NodeListOf<HTMLElement>) : null;
        const text = element.matches('button, a') ? element.textContent : null;
        return element.getAttribute('aria-label') ?? labels?.[0]?.textContent ?? text ?? '';
      })
      .map((name) => name.trim())
      .filter(Boolean),
  );
}

/** The names once nothing loads any more. */
async function settledNames(page: Page): Promise<string[]> {
  let last: string[] = [];
  await expect
    .poll(
      async () => {
        const before = last;
        last = await names(page);
        return last.join() === before.join();
      },
      { intervals: [700] },
    )
    .toBe(true);
  return last;
}

test('a German browser is spoken to in German, from the start page to the goodbye', async ({
  person,
}) => {
  test.setTimeout(120_000);
  const ana = await person('Ana', { locale: 'de-DE' });
  const { page } = ana;
  const { id, link } = await server().createMeeting();
  const html = page.locator('html');

  // Records every heading: the first one must already be German.
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { headings: seen });
    new MutationObserver(() => {
      const text = document.querySelector('h1')?.textContent;
      if (text && seen.at(-1) !== text) seen.push(text);
    }).observe(document, { childList: true, subtree: true, characterData: true });
  });
  await page.goto(server().origin);
  await expect(ana.heading('Gute Meetings beginnen mit einem Link.')).toBeVisible();
  expect(await page.evaluate(() => (window as unknown as { headings: string[] }).headings)).toEqual(
    ['Gute Meetings beginnen mit einem Link.'],
  );
  await expect(html).toHaveAttribute('lang', 'de');
  await expect(ana.combobox('Sprache')).toHaveValue('de');
  await ana.button('Teilnehmen').click();
  await expect(ana.field('Meeting-Code oder Link')).toHaveAccessibleDescription(
    /^Geben Sie einen Meeting-Code oder den Namen/,
  );
  await expectAccessible(page, 'landing');

  await page.goto(link);
  await expect(ana.heading('Bereit zur Teilnahme?')).toBeVisible();
  await expect(page).toHaveTitle(`An ${id} teilnehmen · Convene`);
  await expect(ana.combobox('Kamera').getByRole('option')).not.toHaveCount(0);
  await expectAccessible(page, 'prejoin');
  await ana.field('Ihr Name').fill('Ana');
  await ana.button('Jetzt teilnehmen').click();
  await expect(ana.tile('Ana (Sie)')).toBeVisible();
  await expect(page).toHaveTitle(`Meeting ${id} · Convene`);
  await ana.button('Chat').click();
  await ana.field('Nachricht').fill('Guten Tag');
  await ana.button('Senden').click();
  await expect(page.getByRole('log', { name: 'Chatnachrichten' })).toContainText('Ana (Sie)');
  await expectAccessible(page, 'meeting');
  await ana.button('Einstellungen').click();
  await expect(page.getByRole('dialog', { name: 'Einstellungen' })).toBeVisible();
  await expectAccessible(page, 'dialog Geräte');
  await page.keyboard.press('Escape');
  await ana.button('Verlassen').click();
  await expect(ana.heading('Sie haben das Meeting verlassen')).toBeVisible();
});

test('changing the language changes every name and leaves the meeting alone', async ({
  person,
}) => {
  // No speech while muted, of which a notice would tell.
  const ana = await person('Ana', { prepare: withVoice });
  const ben = await person('Ben');
  const { id, link } = await server().createMeeting();
  await ana.page.goto(link);
  await speakAt(ana.page, QUIET);
  await ana.joinNow();
  await ben.join(link);
  await expectRising(ana.page, 'Ben');
  const { page } = ana;
  await ana.button('Mute').click();
  await ana.button('Chat').click();
  await ana.field('Message').fill('half a thou');
  const video = await ana.tile('Ben').locator('video').elementHandle();
  const shown = await page.evaluate((element) => (element as HTMLVideoElement).srcObject, video);
  expect(shown).not.toBeNull();
  const transports = await page.evaluate(() => window.e2e.peers().length);
  await ana.button('Settings').click();
  await expect(ana.combobox('Language')).toBeVisible();
  const inEnglish = await settledNames(page);
  const said: string[] = [];
  await ben.page.exposeFunction('said', (text: string) => said.push(text));
  await ben.page.evaluate(() => {
    const live = document.querySelector('[aria-live=polite]');
    if (!live) throw new Error('nothing announces');
    new MutationObserver(() => {
      (window as unknown as { said(text: string): void }).said(live.textContent ?? '');
    }).observe(live, { childList: true, subtree: true, characterData: true });
  });

  await ana.combobox('Language').focus();
  await ana.combobox('Language').selectOption({ label: 'Deutsch' });

  await expect(page.getByRole('dialog', { name: 'Einstellungen' })).toBeVisible();
  await expect(ana.combobox('Sprache')).toBeFocused();
  const inGerman = await settledNames(page);
  expect(inGerman).toHaveLength(inEnglish.length);
  // Equal in both languages: names and shared words only.
  expect(inGerman.filter((name, index) => name === inEnglish[index])).toEqual(['Emoji', 'Chat']);
  await page.keyboard.press('Escape');
  for (const name of [
    'Mikrofon einschalten',
    'Kamera ausschalten',
    'Bildschirm teilen',
    'Reagieren',
    'Hand heben',
    'Teilnehmende',
    'Verlassen',
  ]) {
    await expect(ana.button(name)).toBeVisible();
  }
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page).toHaveTitle(`Meeting ${id} · Convene`);
  await expect(ana.field('Nachricht')).toHaveValue('half a thou');
  await expect(ana.tile('Ana (Sie)')).toBeVisible();

  // Elements and transports stay the same, and media goes on.
  const same = await page.evaluate(
    (element) => element === document.querySelector('[aria-label=Ben] video'),
    video,
  );
  expect(same).toBe(true);
  expect(await page.evaluate(() => window.e2e.peers().length)).toBe(transports);
  await expectRising(page, 'Ben');
  await expectRising(ben.page, 'Ana', ['frames']);
  expect(said).toEqual([]);

  // The choice survives a reload, overrides the browser's language, and can be undone.
  await page.reload();
  await expect(ana.heading('Bereit zur Teilnahme?')).toBeVisible();
  await ana.field('Ihr Name').fill('Ana Maria');
  await ana.combobox('Sprache').selectOption({ label: 'English' });
  await expect(ana.heading('Ready to join?')).toBeVisible();
  await expect(ana.field('Your name')).toHaveValue('Ana Maria');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page).toHaveTitle(`Join ${id} · Convene`);
});

test('what a form has to say is said in the new language, unless that cannot be fetched', async ({
  person,
}) => {
  const ana = await person('Ana', { expectErrors: true });
  const asset = /\/assets\/de-[^/]*\.js/;

  await test.step('a language that cannot be fetched leaves the one there is', async () => {
    await ana.page.route(asset, (route) => route.abort());
    await ana.page.goto(server().origin);
    await ana.combobox('Language').selectOption('de');
    await expect(ana.page.getByText('The language could not be loaded.').first()).toBeVisible();
    await expect(ana.combobox('Language')).toHaveValue('en');
    await expect(ana.page.locator('html')).toHaveAttribute('lang', 'en');
    // The aborted import may be reported.
    ana.errors.length = 0;
  });

  await ana.page.unroute(asset);
  await ana.page.goto(server().origin);
  await ana.button('Join').click();
  await expect(ana.field('Meeting code or link')).toHaveAccessibleDescription(/^Enter a meeting/);
  await ana.combobox('Language').selectOption('de');
  await expect(ana.field('Meeting-Code oder Link')).toHaveAccessibleDescription(/^Geben Sie/);
  expect(ana.errors).toEqual([]);
});
