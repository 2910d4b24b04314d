import { CallPage } from '../../support/call-page.ts';
import { Tab } from '../../support/calls.ts';
import { expect, type Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer({
  args: ['--stranger-calls-per-minute', '1000', '--persons-per-minute', '1000'],
});

test('the summary of a call makes way for a missed call, which stands out', async ({ person }) => {
  const ben = await CallPage.open(await person('Ben'), server().origin);
  const { page } = ben.person;
  const [ana, cleo] = [
    await Tab.open(server().origin, { name: 'Ana' }),
    await Tab.open(server().origin, { name: 'Cleo' }),
  ];
  await ben.ring(ana.id, 'Call');
  await expect.poll(() => ana.client.named('call_changed').length).toBeGreaterThan(0);
  await ben.person.button('Cancel').click();
  const summary = page.locator('.notice', { hasText: 'You cancelled the call to' });
  await expect(summary).toBeVisible();

  const { id } = (await cleo.call(await ben.id(), { video: false })).call;
  await expect(ben.incoming('Cleo')).toBeVisible();
  await cleo.hangUp(id);
  await expect(ben.incoming('Cleo')).toHaveCount(0);
  await expect(summary).toHaveCount(0);
  await expect(page.getByText('1 missed call')).toBeVisible();
  const missed = ben.recent.filter({ hasText: 'Cleo' });
  await expect(missed).toContainText('Missed');
  const background = (row: typeof missed) =>
    row.evaluate((element) => getComputedStyle(element).backgroundColor);
  expect(await background(missed)).not.toBe(
    await background(ben.recent.filter({ hasText: 'Cancelled' })),
  );
  for (const tab of [ana, cleo]) tab.close();
});

test('a wrong id says so, typed or in a link', async ({ person }) => {
  const ana = await CallPage.open(await person('Ana'), server().origin);
  const { page } = ana.person;
  await ana.ring('zuzu-zuzu-zuzu', 'Call');
  await ana.expectHome('zuzu-zuzu-zuzu cannot be reached. Check the ID.');
  await expect(page.getByText('If the ID is right, they may be offline')).toBeVisible();

  await page.goto(`${server().origin}/call/somebody`);
  await expect(page.getByText('That is not an ID.')).toBeVisible();
  await expect(ana.person.field('ID to call')).toHaveValue('somebody');
});

test('a raised hand does not cover the state of a connection', async ({ person, wire }) => {
  const ana = await person('Ana');
  const { link } = await server().createMeeting();
  await ana.join(link);
  const ben = await wire('Ben', link);
  await ben.do('raise_hand', { raised: true });
  const tile = ana.tile('Ben');
  await expect(tile).toContainText('Hand raised, number 1');
  ben.client.close();
  const state = tile.locator('.transport-chip');
  await expect(state).toHaveText('Reconnecting…');
  for (const width of [1280, 390]) {
    await ana.page.setViewportSize({ width, height: 844 });
    const [hand, chip] = await Promise.all([boxOf(tile.locator('.tile-hand')), boxOf(state)]);
    const apart =
      hand.y + hand.height <= chip.y ||
      chip.y + chip.height <= hand.y ||
      hand.x + hand.width <= chip.x ||
      chip.x + chip.width <= hand.x;
    expect(apart, `${JSON.stringify(hand)} and ${JSON.stringify(chip)} at ${width} px`).toBe(true);
  }
});

async function boxOf(part: ReturnType<Person['tile']>) {
  const box = await part.boundingBox();
  if (!box) throw new Error('it is not visible');
  return box;
}

test('the notice of the lobby and the invitation can be dismissed', async ({ person, wire }) => {
  const ana = await person('Ana');
  const link = await ana.startMeeting(server().origin);
  await ana.joinNow();
  await expect(ana.heading('You are the only one here')).toBeVisible();
  await ana.button('Dismiss').click();
  await expect(ana.heading('You are the only one here')).toHaveCount(0);

  const controls = await ana.openHostControls();
  await controls.getByRole('checkbox', { name: 'Lobby' }).check();
  await controls.getByRole('button', { name: 'Close' }).click();
  await ana.button('Participants').click();
  for (const name of ['Ben', 'Cem']) {
    await wire(name, link);
    await expect(ana.knocks).toContainText(name);
    await ana.button('Dismiss').click();
    await expect(ana.knocks).toHaveCount(0);
  }
});
