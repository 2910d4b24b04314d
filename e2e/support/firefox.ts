import puppeteer, { type Browser, type Page } from 'puppeteer-core';

import { FIREFOX } from './browsers.ts';
import { instrument } from './instrument.ts';
import type { Evaluates } from './media.ts';

/** Firefox by WebDriver BiDi, which Playwright does not speak to it. Downloads go to `downloads`, unasked. */
export function launchFirefox(downloads?: string): Promise<Browser> {
  return puppeteer.launch({
    browser: 'firefox',
    executablePath: FIREFOX,
    headless: true,
    extraPrefsFirefox: {
      // A fake camera and microphone, and nobody is asked.
      'media.navigator.streams.fake': true,
      'media.navigator.permission.disabled': true,
      'media.getusermedia.insecure.enabled': true,
      'media.autoplay.default': 0,
      // Sound that nobody hears: without an output there would be none to mix.
      'media.cubeb.force_mock_context': true,
      // A machine without a network has only this interface.
      'media.peerconnection.ice.loopback': true,
      'media.peerconnection.ice.obfuscate_host_addresses': false,
      // Nothing is fetched from elsewhere.
      'media.gmp-manager.updateEnabled': false,
      'media.gmp-provider.enabled': false,
      'network.captive-portal-service.enabled': false,
      'network.connectivity-service.enabled': false,
      'app.update.disabledForTesting': true,
      ...(downloads && {
        'browser.download.folderList': 2,
        'browser.download.dir': downloads,
        'browser.download.alwaysOpenPanel': false,
      }),
    },
  });
}

/** Somebody with Firefox: the part of a {@link Person} that the journey needs. */
export class FirefoxPerson implements Evaluates {
  readonly name: string;
  readonly page: Page;
  readonly errors: string[] = [];

  private constructor(name: string, page: Page) {
    this.name = name;
    this.page = page;
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => this.errors.push(String(error)));
  }

  static async open(browser: Browser, name: string): Promise<FirefoxPerson> {
    // Storage of its own: a name remembered from the test before would be typed on to.
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.setViewport({ width: 1000, height: 700 });
    await page.evaluateOnNewDocument(instrument);
    return new FirefoxPerson(name, page);
  }

  evaluate<R, A>(pageFunction: (argument: A) => R | Promise<R>, argument: A): Promise<R> {
    return this.page.evaluate(
      pageFunction as (argument: unknown) => unknown,
      argument,
    ) as Promise<R>;
  }

  async join(link: string): Promise<void> {
    await this.page.goto(link);
    const field = await this.page.waitForSelector('aria/Your name[role="textbox"]');
    await field?.type(this.name);
    await this.page.waitForFunction(
      (element, name) => (element as HTMLInputElement | null)?.value === name,
      {},
      field,
      this.name,
    );
    await this.press('Join now');
    await this.page.waitForSelector('aria/Leave[role="button"]');
  }

  async press(name: string): Promise<void> {
    const button = await this.page.waitForSelector(`aria/${name}[role="button"]`);
    await button?.click();
  }

  /** What is written on somebody's tile, for screen readers too; null without a tile. */
  tileText(name: string): Promise<string | null> {
    return this.evaluate(
      (wanted) =>
        [...document.querySelectorAll('[role=group]')].find(
          (group) => group.getAttribute('aria-label') === wanted,
        )?.textContent ?? null,
      name,
    );
  }
}
