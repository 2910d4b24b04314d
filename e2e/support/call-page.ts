import { expect, type Locator } from '@playwright/test';

import { expectRising } from './media.ts';
import { Person } from './meeting.ts';

/** Page of a person who calls and can be called. */
export class CallPage {
  readonly person: Person;

  constructor(person: Person) {
    this.person = person;
  }

  /** Opens the page under the person's name; resolves once the person can be called. */
  static async open(opened: Person | Promise<Person>, origin: string): Promise<CallPage> {
    const person = await opened;
    const page = new CallPage(person);
    await person.page.goto(`${origin}/call`);
    await person.field('Your name').fill(person.name);
    await person.field('Your name').blur();
    await expect(person.button('Copy my ID')).toBeVisible();
    return page;
  }

  /** Another tab of the same browser. */
  static async openAgain(of: CallPage, origin: string): Promise<CallPage> {
    const tab = new Person(of.person.name, await of.person.context.newPage());
    await tab.page.goto(`${origin}/call`);
    await expect(tab.button('Copy my ID')).toBeVisible();
    return new CallPage(tab);
  }

  async id(): Promise<string> {
    const own = this.person.page.locator('.call-mine');
    const text = own.getByText(/^[a-z]{4}-[a-z]{4}-[a-z]{4}$/);
    return (await text.textContent()) ?? '';
  }

  async ring(id: string, button: 'Call' | 'Video call' = 'Video call'): Promise<void> {
    await this.person.field('ID to call').fill(id);
    await this.person.button(button).click();
  }

  incoming(name: string): Locator {
    return this.person.page.getByRole('alertdialog', {
      name: `Incoming call from ${name}`,
      exact: true,
    });
  }

  async answer(name: string): Promise<void> {
    await this.incoming(name).getByRole('button', { name: 'Answer', exact: true }).click();
  }

  get recent(): Locator {
    return this.person.page
      .getByRole('list', { name: 'Call history', exact: true })
      .getByRole('listitem');
  }

  async expectHome(words: RegExp | string): Promise<void> {
    await expect(this.person.page.getByText(words).first()).toBeVisible();
    await expect(this.person.button('Copy my ID')).toBeVisible();
  }

  /**
   * Records every new text on this page from now on, except a contact's availability. The returned
   * function reads the texts. Calls between other people must show nothing.
   */
  async watch(): Promise<() => Promise<string[]>> {
    await this.person.page.evaluate(() => {
      const told: string[] = [];
      (window as { told?: string[] }).told = told;
      const look = (): void => {
        for (const one of document.querySelectorAll('[role=alertdialog], .notice, .toast')) {
          told.push(one.textContent ?? '');
        }
      };
      new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
    });
    return () =>
      this.person.page.evaluate(() => (window as { told?: string[] }).told ?? ['loaded anew']);
  }

  async hangUp(): Promise<void> {
    await this.person.button('Hang up').click();
    await expect(this.person.button('Copy my ID')).toBeVisible();
  }

  /** Asserts that all are in a call and see and hear each other. */
  static async expectInCall(pages: CallPage[]): Promise<void> {
    await Promise.all(pages.map(({ person }) => expect(person.button('Hang up')).toBeVisible()));
    await Promise.all(
      pages.flatMap(({ person }) =>
        pages
          .filter((other) => other.person !== person)
          .map((other) => expectRising(person.page, other.person.name)),
      ),
    );
  }
}
