import puppeteer, { type Browser, type ElementHandle, type Page } from 'puppeteer-core';

import { FIREFOX } from './browsers.ts';
import { instrument, makeCamerasSmall } from './instrument.ts';
import type { Evaluates } from './media.ts';

/** Launches Firefox over WebDriver BiDi, which Playwright lacks. Downloads go to `downloads`. */
export function launchFirefox(downloads?: string): Promise<Browser> {
  return puppeteer.launch({
    browser: 'firefox',
    executablePath: FIREFOX,
    headless: true,
    extraPrefsFirefox: {
      // Fake camera and microphone, granted without a question.
      'media.navigator.streams.fake': true,
      'media.navigator.permission.disabled': true,
      'media.getusermedia.insecure.enabled': true,
      'media.autoplay.default': 0,
      // Mock sound output: without one there would be no sound to mix.
      'media.cubeb.force_mock_context': true,
      // Needed on a machine whose only network interface is loopback.
      'media.peerconnection.ice.loopback': true,
      'media.peerconnection.ice.obfuscate_host_addresses': false,
      // Firefox downloads nothing.
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

/** Person with Firefox: the part of a {@link Person} that the tests need. */
export class FirefoxPerson implements Evaluates {
  readonly name: string;
  readonly page: Page;
  readonly errors: string[] = [];

  private constructor(name: string, page: Page) {
    this.name = name;
    this.page = page;
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => this.errors.push(String(error)));
  }

  static async open(browser: Browser, name: string): Promise<FirefoxPerson> {
    // Separate storage: a name remembered from an earlier test would prefix the typed one.
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.setViewport({ width: 1000, height: 700 });
    await page.evaluateOnNewDocument(instrument);
    await page.evaluateOnNewDocument(makeCamerasSmall);
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
    await this.button('Leave');
  }

  async press(name: string): Promise<void> {
    const button = await this.button(name);
    await button.click();
  }

  /**
   * Waits for the visible button with this accessible name. Asking the browser by role computes the
   * names of the whole page at each try, which takes seconds while Firefox encodes video.
   */
  private async button(name: string): Promise<ElementHandle<HTMLButtonElement>> {
    const found = await this.page.waitForFunction(
      (wanted) =>
        [...document.querySelectorAll('button')].find(
          (button) =>
            button.checkVisibility() &&
            (button.getAttribute('aria-label') ?? button.textContent)?.trim() === wanted,
        ),
      { polling: 200 },
      name,
    );
    return found as ElementHandle<HTMLButtonElement>;
  }

  /** Text of a participant's tile, including screen reader text; null without a tile. */
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
