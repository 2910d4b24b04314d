import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
  type Locator,
  type Page,
} from '@playwright/test';

import { instrument } from './instrument.ts';
import { expectRising } from './media.ts';

/** How soon others must see that somebody left, in milliseconds: a promise of the product. */
export const SOON = 2_000;

export interface PersonOptions extends BrowserContextOptions {
  /** Another browser than the test's, started with other switches. */
  browser?: Browser;
  /** Runs in the page before its own script. */
  prepare?: () => void;
  /** Errors in the console that the test brings about itself. */
  expectErrors?: boolean;
}

/** Somebody with a browser of their own: what they see and do, by the names they see. */
export class Person {
  readonly name: string;
  readonly page: Page;
  readonly context: BrowserContext;
  readonly errors: string[] = [];

  constructor(name: string, page: Page) {
    this.name = name;
    this.page = page;
    this.context = page.context();
    page.on('pageerror', (error) => this.errors.push(`${name}: ${error.stack ?? error}`));
  }

  static async open(browser: Browser, name: string, options: PersonOptions = {}): Promise<Person> {
    const { browser: other, prepare, expectErrors: _, ...rest } = options;
    const context = await (other ?? browser).newContext(rest);
    await context.addInitScript(instrument);
    if (prepare) await context.addInitScript(prepare);
    return new Person(name, await context.newPage());
  }

  // What there is.

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  heading(name: string): Locator {
    return this.page.getByRole('heading', { name, exact: true });
  }

  combobox(name: string): Locator {
    return this.page.getByRole('combobox', { name, exact: true });
  }

  field(name: string): Locator {
    return this.page.getByRole('textbox', { name, exact: true });
  }

  /** The tile of somebody, by the exact name of its group. */
  tile(name: string): Locator {
    return this.page.getByRole('group', { name, exact: true });
  }

  get ownTile(): Locator {
    return this.tile(`${this.name} (you)`);
  }

  /** Somebody's row in the list of people. */
  row(name: string): Locator {
    const list = this.page.getByRole('list', { name: 'Participants', exact: true });
    return list.getByRole('listitem').filter({ has: this.page.getByText(name, { exact: true }) });
  }

  get tiles(): Locator {
    return this.page.getByRole('region', { name: 'Participants' }).getByRole('group');
  }

  get banner(): Locator {
    return this.page.getByText('Connection lost — reconnecting');
  }

  // What one does.

  /** From the landing page to the prejoin of a new meeting; its link. */
  async startMeeting(origin: string): Promise<string> {
    await this.page.goto(origin);
    await this.button('Start meeting').click();
    await this.page.waitForURL(/\/m\/[a-z]{3}-[a-z]{4}-[a-z]{3}$/);
    return this.page.url();
  }

  /** Opens a link and joins, with all devices on. */
  async join(link: string): Promise<void> {
    await this.page.goto(link);
    await this.joinNow();
  }

  /** From prejoin into the meeting. */
  async joinNow(): Promise<void> {
    await this.field('Your name').fill(this.name);
    await this.button('Join now').click();
    await expect(this.button('Leave')).toBeVisible();
    await expect(this.ownTile).toBeVisible();
  }

  async leave(): Promise<void> {
    await this.button('Leave').click();
    await expect(this.heading('You left the meeting')).toBeVisible();
  }

  /** Opens the list of people, if it is not. */
  async openPeople(): Promise<void> {
    const panel = this.page.getByRole('complementary', { name: 'Participants' });
    if (!(await panel.isVisible())) await this.button('Participants').click();
    await expect(panel).toBeVisible();
  }

  /** As a host, does something to somebody. */
  async actOn(name: string, action: string): Promise<void> {
    await this.openPeople();
    await this.button(`Actions for ${name}`).click();
    await this.actionsFor(name).getByRole('button', { name: action, exact: true }).click();
  }

  /** What a host can do to somebody, once it is opened. */
  actionsFor(name: string): Locator {
    return this.page.getByRole('group', { name: `Actions for ${name}`, exact: true });
  }

  /** Opens what hosts decide for all. */
  async openHostControls(): Promise<Locator> {
    await this.openPeople();
    await this.button('Host controls').click();
    const dialog = this.page.getByRole('dialog', { name: 'Host controls' });
    await expect(dialog).toBeVisible();
    return dialog;
  }

  /** What is shown for a moment. */
  toast(text: string): Locator {
    return this.page.locator('.toast', { hasText: text });
  }

  // What must be so.

  /** Everybody sees and hears everybody else, with media that keeps coming. */
  static async expectAllMeet(people: Person[]): Promise<void> {
    for (const person of people) await expect(person.tiles).toHaveCount(people.length);
    await Promise.all(
      people.flatMap((person) =>
        people
          .filter((other) => other !== person)
          .map((other) => expectRising(person.page, other.name)),
      ),
    );
  }
}

interface Fixtures {
  /** Opens a browser context for somebody; it is closed after the test. */
  person(name: string, options?: PersonOptions): Promise<Person>;
}

export const test = base.extend<Fixtures>({
  person: async ({ browser }, use) => {
    const people: { person: Person; expectErrors: boolean }[] = [];
    await use(async (name, options = {}) => {
      const person = await Person.open(browser, name, options);
      people.push({ person, expectErrors: options.expectErrors ?? false });
      return person;
    });
    for (const { person } of people) await person.context.close();
    const errors = people.flatMap(({ person, expectErrors }) =>
      expectErrors ? [] : person.errors,
    );
    expect(errors, 'uncaught errors in the pages').toEqual([]);
  },
});

export { expect };
