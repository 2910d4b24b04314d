import type { Locator } from '@playwright/test';

import { expect, type Person, test } from '../support/meeting.ts';
import { useServer } from '../support/server.ts';
import { Client } from '../support/signaling.ts';

const server = useServer();

const NAMES = [
  ...['Zoë Müller', 'Łukasz Nowak', 'ÅSA BERG', 'İpek Işık', 'أحمد بن سعيد'],
  ...['Ben', 'Benedikt', 'Cleo', 'Søren'],
];

const list = (ana: Person): Locator =>
  ana.page.getByRole('list', { name: 'Participants', exact: true });
const search = (ana: Person): Locator =>
  ana.page.getByRole('searchbox', { name: 'Search participants' });
const panel = (ana: Person): Locator =>
  ana.page.getByRole('complementary', { name: 'Participants' });

async function meet(person: (name: string) => Promise<Person>, names: string[]) {
  const { id, link } = await server().createMeeting();
  const clients: Client[] = [];
  for (const name of names) {
    const client = await Client.connect(server().origin);
    await client.join(id, name);
    clients.push(client);
  }
  const ana = await person('Ana');
  await ana.join(link);
  await ana.button('Participants').click();
  await expect(list(ana).getByRole('listitem')).toHaveCount(names.length + 1);
  const close = (): void => {
    for (const client of clients) client.close();
  };
  return { ana, clients, close };
}

async function expectFound(ana: Person, query: string, names: readonly string[]): Promise<void> {
  await search(ana).fill(query);
  const found = list(ana).getByRole('listitem').locator('.person-name');
  await expect(found).toHaveCount(names.length);
  expect((await found.allInnerTexts()).toSorted()).toEqual(names.toSorted());
}

test('people are found by any part of the name, whatever case and accents', async ({ person }) => {
  const { ana, close } = await meet(person, NAMES);
  for (const [query, names] of [
    ['ZOE', ['Zoë Müller']],
    ['muller', ['Zoë Müller']],
    ['lukasz', ['Łukasz Nowak']],
    ['åsa', ['ÅSA BERG']],
    ['ipek isik', ['İpek Işık']],
    ['soren', ['Søren']],
    ['سعيد', ['أحمد بن سعيد']],
    ['edik', ['Benedikt']],
    [' b ', ['Ben', 'Benedikt', 'ÅSA BERG']],
    ['ana', ['Ana (you)']],
  ] as const) {
    await expectFound(ana, query, names);
  }
  close();
});

test('nobody found is said so, and clearing shows everybody', async ({ person }) => {
  const { ana, close } = await meet(person, NAMES);
  await expectFound(ana, 'xyz', []);
  const none = panel(ana).getByRole('status');
  await expect(none).toHaveText('Nobody has a name like that.');
  await expect(none).toBeInViewport();
  await ana.button('Clear search').click();
  await expect(search(ana)).toHaveValue('');
  await expect(search(ana)).toBeFocused();
  await expect(list(ana).getByRole('listitem')).toHaveCount(NAMES.length + 1);
  await expect(none).toHaveText('');
  close();
});

test('Escape clears the search first and closes the panel then', async ({ person }) => {
  const { ana, close } = await meet(person, NAMES);
  await expectFound(ana, 'cleo', ['Cleo']);
  await expect(panel(ana).getByRole('status')).toHaveText('1 person found');
  await ana.page.keyboard.press('Escape');
  await expect(search(ana)).toHaveValue('');
  await expect(list(ana).getByRole('listitem')).toHaveCount(NAMES.length + 1);
  await ana.page.keyboard.press('Escape');
  await expect(panel(ana)).toHaveCount(0);
  await expect(ana.button('Participants')).toBeFocused();
  close();
});

test('who comes and goes while one searches is found and gone', async ({ person }) => {
  const { ana, clients, close } = await meet(person, NAMES);
  await expectFound(ana, 'sor', ['Søren']);
  await clients.at(-1)?.ok('leave', {});
  await expect(list(ana).getByRole('listitem')).toHaveCount(0);
  close();
});

test('with few people there is nothing to search', async ({ person }) => {
  const { ana, close } = await meet(person, ['Ben', 'Cleo']);
  await expect(search(ana)).toHaveCount(0);
  close();
});
