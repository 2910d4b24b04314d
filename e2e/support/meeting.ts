import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
  type Locator,
  type Page,
} from '@playwright/test';

import { instrument, keepHostToken, makeCamerasSmall, turnDevicesOff } from './instrument.ts';
import { expectRising } from './media.ts';
import type { TestMeeting } from './server.ts';
import { type WireOptions, WireParticipant } from './wire-participant.ts';

/** Time within which others must see that a participant left, in ms: a product promise. */
export const SOON = 2_000;

export interface PersonOptions extends BrowserContextOptions {
  /** Browser started with other switches than the test's own. */
  browser?: Browser;
  /** Runs in the page before its own script. */
  prepare?: () => void;
  /** Pictures of 160x90, five times a second. Unless given, as the project says. */
  smallCameras?: boolean;
  /** Camera and microphone are off until the person turns them on: such a page costs less CPU. */
  devicesOff?: boolean;
  /** Allows console errors, which the test provokes. */
  expectErrors?: boolean;
}

/** Person with their own browser, who finds everything by its visible or accessible name. */
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
    const { browser: other, prepare, smallCameras, devicesOff, expectErrors: _, ...rest } = options;
    const context = await (other ?? browser).newContext(rest);
    await context.addInitScript(instrument);
    if (smallCameras) await context.addInitScript(makeCamerasSmall);
    if (devicesOff) await context.addInitScript(turnDevicesOff);
    if (prepare) await context.addInitScript(prepare);
    return new Person(name, await context.newPage());
  }

  // Elements.

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  heading(name: string): Locator {
    return this.page.getByRole('heading', { name, exact: true });
  }

  combobox(name: string): Locator {
    return this.page.getByRole('combobox', { name, exact: true });
  }

  /** The button that leads from prejoin into the meeting, whatever it says. */
  get joinButton(): Locator {
    return this.page.getByRole('button', { name: /^(Join now|(Ask|Wait) to join)$/ });
  }

  field(name: string): Locator {
    return this.page.getByRole('textbox', { name, exact: true });
  }

  /** Tile of a participant, by its exact accessible name. */
  tile(name: string): Locator {
    return this.page.getByRole('group', { name, exact: true });
  }

  get ownTile(): Locator {
    return this.tile(`${this.name} (you)`);
  }

  /** Row of a participant in the list of people. */
  row(name: string): Locator {
    const list = this.page.getByRole('list', { name: 'Participants', exact: true });
    return list.getByRole('listitem').filter({ has: this.page.getByText(name, { exact: true }) });
  }

  get tiles(): Locator {
    return this.page.getByRole('region', { name: 'Participants' }).getByRole('group');
  }

  get banner(): Locator {
    return this.page.getByText('Connection lost. Reconnecting…');
  }

  // Actions.

  /** Starts a meeting on the landing page, up to prejoin; returns its link. */
  async startMeeting(origin: string): Promise<string> {
    await this.page.goto(origin);
    await this.button('Start meeting').click();
    await this.page.waitForURL(/\/m\/[a-z]{3}-[a-z]{4}-[a-z]{3}$/);
    return this.page.url();
  }

  /** Joins a meeting as its host, as if this browser had started it. */
  async host({ id, link, hostToken }: TestMeeting): Promise<void> {
    await this.context.addInitScript(keepHostToken, [id, hostToken] as const);
    await this.join(link);
  }

  /** Opens a link and joins, with all devices on unless they are off from the start. */
  async join(link: string): Promise<void> {
    await this.page.goto(link);
    await this.joinNow();
  }

  /** Joins the meeting from prejoin. */
  async joinNow(): Promise<void> {
    await this.field('Your name').fill(this.name);
    await this.joinButton.click();
    await expect(this.button('Leave')).toBeVisible();
    await expect(this.ownTile).toBeVisible();
  }

  /** Joins people at the same time, for a test that does not care who came first. */
  static async joinAll(people: Person[], link: string): Promise<void> {
    await Promise.all(people.map((person) => person.join(link)));
  }

  async leave(): Promise<void> {
    await this.button('Leave').click();
    await expect(this.heading('You left the meeting')).toBeVisible();
  }

  /** Opens the list of people unless it is open. */
  async openPeople(): Promise<void> {
    const panel = this.page.getByRole('complementary', { name: 'Participants' });
    if (!(await panel.isVisible())) await this.button('Participants').click();
    await expect(panel).toBeVisible();
  }

  /** As a host, applies an action to a participant. */
  async actOn(name: string, action: string): Promise<void> {
    await this.openPeople();
    await this.button(`Actions for ${name}`).click();
    await this.actionsFor(name).getByRole('button', { name: action, exact: true }).click();
  }

  /** Open menu of a host's actions on a participant. */
  actionsFor(name: string): Locator {
    return this.page.getByRole('group', { name: `Actions for ${name}`, exact: true });
  }

  /** Opens the host controls. */
  async openHostControls(): Promise<Locator> {
    await this.openPeople();
    await this.button('Host controls').click();
    const dialog = this.page.getByRole('dialog', { name: 'Host controls' });
    await expect(dialog).toBeVisible();
    return dialog;
  }

  /** Hosts' notice of guests who wait in the lobby. */
  get knocks(): Locator {
    return this.page.getByRole('region', { name: 'Waiting in the lobby' });
  }

  /** Toast with this text. */
  toast(text: string): Locator {
    return this.page.locator('.toast', { hasText: text });
  }

  // Assertions.

  /** Asserts that everybody sees and hears everybody else and that media keeps flowing. */
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

/** Options of a project. */
export interface PersonDefaults {
  /** True for small camera pictures, for tests that need a picture but not its quality. */
  smallCameras: boolean;
}

export interface Fixtures {
  /** Opens a browser context for a person; it is closed after the test. */
  person(name: string, options?: PersonOptions): Promise<Person>;
  /** Joins a meeting without a page; the connection is closed after the test. */
  wire(name: string, link: string, options?: WireOptions): Promise<WireParticipant>;
}

export const test = base.extend<Fixtures & PersonDefaults>({
  smallCameras: [false, { option: true }],
  person: async ({ browser, smallCameras }, use) => {
    const people: { person: Person; expectErrors: boolean }[] = [];
    await use(async (name, options = {}) => {
      const person = await Person.open(browser, name, { smallCameras, ...options });
      people.push({ person, expectErrors: options.expectErrors ?? false });
      return person;
    });
    await Promise.all(people.map(({ person }) => person.context.close()));
    const errors = people.flatMap(({ person, expectErrors }) =>
      expectErrors ? [] : person.errors,
    );
    expect(errors, 'uncaught errors in the pages').toEqual([]);
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from the pattern.
  wire: async ({}, use) => {
    const participants: WireParticipant[] = [];
    await use(async (name, link, options) => {
      const participant = await WireParticipant.enter(name, link, options);
      participants.push(participant);
      return participant;
    });
    for (const participant of participants) participant.close();
  },
});

export { expect };
