import type { Locator } from '@playwright/test';

import { expect, type Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';
import type { WireParticipant } from '../../support/wire-participant.ts';

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

async function expectFound(ana: Person, query: string, names: readonly string[]): Promise<void> {
  await search(ana).fill(query);
  const found = list(ana).getByRole('listitem').locator('.person-name');
  await expect(found).toHaveCount(names.length);
  expect((await found.allInnerTexts()).toSorted()).toEqual(names.toSorted());
}

test('people are found by their names where there are many', async ({ person, wire }) => {
  const { link } = await server().createMeeting();
  const others: WireParticipant[] = [];
  for (const name of NAMES) others.push(await wire(name, link, { forwards: true }));
  const ana = await person('Ana', { devicesOff: true });
  await ana.join(link);
  await ana.button('Participants').click();
  await expect(list(ana).getByRole('listitem')).toHaveCount(NAMES.length + 1);

  await test.step('by any part of the name, whatever case and accents', async () => {
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
  });

  await test.step('nobody found is said so, and clearing shows everybody', async () => {
    await expectFound(ana, 'xyz', []);
    const none = panel(ana).getByRole('status');
    await expect(none).toHaveText('No one has a name like that.');
    await expect(none).toBeInViewport();
    await ana.button('Clear search').click();
    await expect(search(ana)).toHaveValue('');
    await expect(search(ana)).toBeFocused();
    await expect(list(ana).getByRole('listitem')).toHaveCount(NAMES.length + 1);
    await expect(none).toHaveText('');
  });

  await test.step('Escape clears the search first and closes the panel then', async () => {
    await expectFound(ana, 'cleo', ['Cleo']);
    await expect(panel(ana).getByRole('status')).toHaveText('1 person found');
    await ana.page.keyboard.press('Escape');
    await expect(search(ana)).toHaveValue('');
    await expect(list(ana).getByRole('listitem')).toHaveCount(NAMES.length + 1);
    await ana.page.keyboard.press('Escape');
    await expect(panel(ana)).toHaveCount(0);
    await expect(ana.button('Participants')).toBeFocused();
  });

  await test.step('who comes and goes while one searches is found and gone', async () => {
    await ana.button('Participants').click();
    await expectFound(ana, 'sor', ['Søren']);
    await others.at(-1)?.leave();
    await expect(list(ana).getByRole('listitem')).toHaveCount(0);
  });

  await test.step('with few people there is nothing to search', async () => {
    const few = await server().createMeeting();
    for (const name of ['Ben', 'Cleo']) await wire(name, few.link);
    await ana.join(few.link);
    await ana.button('Participants').click();
    await expect(list(ana).getByRole('listitem')).toHaveCount(3);
    await expect(search(ana)).toHaveCount(0);
  });
});
