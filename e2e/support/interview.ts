import type {
  CreatedInterview,
  InterviewLink,
  InterviewPlan,
  InterviewRole,
} from '../../web/src/protocol/protocol.gen.ts';
import { expect, type Person } from './meeting.ts';
import type { Server } from './server.ts';

/** Plan of the tests' interviews. */
export const PLAN: InterviewPlan = {
  title: 'Backend engineer',
  sections: [
    { id: 1, title: 'Warm-up', minutes: 5 },
    { id: 2, title: 'Databases', minutes: 20 },
  ],
  questions: [
    {
      text: 'How do you make a slow query fast?',
      category: 'Databases',
      difficulty: 'medium',
      minutes: 10,
      points: ['index', 'query plan', 'cache'],
      notes: 'Let them think aloud.',
    },
    { text: 'What is a transaction?', points: ['atomic', 'isolation'] },
  ],
  criteria: [
    { id: 1, title: 'Knowledge', rubric: '1: needs help. 5: teaches others.' },
    { id: 2, title: 'Explaining' },
  ],
};

/** An interview on a server, and its links by role. */
export class TestInterview {
  readonly id: string;
  readonly #server: Server;
  readonly #links: InterviewLink[];

  private constructor(server: Server, { interview, links }: CreatedInterview) {
    this.id = interview.id;
    this.#server = server;
    this.#links = links;
  }

  static async make(server: Server, plan: InterviewPlan = PLAN): Promise<TestInterview> {
    const response = await fetch(`${server.origin}/api/v1/interviews`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ plan }),
    });
    expect(response.status).toBe(201);
    return new TestInterview(server, (await response.json()) as CreatedInterview);
  }

  link(role: InterviewRole): string {
    return this.#url(this.#links.find((link) => link.role === role));
  }

  /** Creates another link. */
  async another(role: InterviewRole, label: string): Promise<string> {
    const response = await this.#ask('POST', 'links', { role, label });
    expect(response.status).toBe(201);
    return this.#url((await response.json()) as InterviewLink);
  }

  /** Revokes the first link of a role. */
  async revoke(role: InterviewRole): Promise<void> {
    const link = this.#links.find((one) => one.role === role);
    expect((await this.#ask('DELETE', `links/${link?.id}`)).status).toBe(204);
  }

  async delete(): Promise<void> {
    expect((await this.#ask('DELETE')).status).toBe(204);
  }

  #ask(method: string, path = '', body?: object): Promise<Response> {
    const own = this.#links.find(({ role }) => role === 'interviewer');
    const rest = path === '' ? '' : `/${path}`;
    return fetch(`${this.#server.origin}/api/v1/interviews/${this.id}${rest}`, {
      method,
      headers: { authorization: `Bearer ${own?.token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
  }

  /** The link's URL at the address where people open this server. */
  #url(link: InterviewLink | undefined): string {
    return `${this.#server.origin}/i/${this.id}#${link?.token}`;
  }
}

/** Enters the interview by a link; observers come without a tile. */
export async function comeIn(person: Person, link: string): Promise<void> {
  await person.page.goto(link);
  await comeInAgain(person);
}

/** Enters again after a reload: from the prejoin page, or at once as the candidate. */
export async function comeInAgain(person: Person): Promise<void> {
  const join = person.button('Join now');
  await expect(join.or(person.button('Leave'))).toBeVisible();
  if (await join.isVisible()) {
    await person.field('Your name').fill(person.name);
    await join.click();
  }
  await expect(person.button('Leave')).toBeVisible();
  await expect(person.page.getByRole('timer')).toBeVisible();
}

/**
 * A part of the interview's panel: a region, or an interviewer's tab with what belongs to the name.
 * The tab must be open.
 */
export const region = (person: Person, name: string) =>
  person.page.getByRole('region', { name, exact: true }).or(
    person.page.getByRole('tabpanel', {
      name: name.replace(/^Questions$/, 'Question'),
      exact: true,
    }),
  );

/** Opens a tab of an interviewer's panel. */
export async function openTab(
  person: Person,
  name: 'Question' | 'Notes' | 'Scorecard' | 'Plan',
): Promise<void> {
  const tab = person.page.getByRole('tab', { name, exact: true });
  await tab.click();
  await expect(tab).toHaveAttribute('aria-selected', 'true');
}

/** Opens the form for a question that is not in the plan. */
export async function improvise(person: Person): Promise<void> {
  await openTab(person, 'Question');
  const button = person.button('Ask something else');
  if ((await button.getAttribute('aria-expanded')) === 'false') await button.click();
}

/** Seconds on the interview clock. */
export async function seconds(person: Person): Promise<number> {
  const text = await person.page.getByRole('timer').textContent();
  return (text ?? '').split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}
