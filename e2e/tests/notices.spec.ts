import { log, openChat, shown } from '../support/chat.ts';
import { expect, type Person, test } from '../support/meeting.ts';
import { useServer } from '../support/server.ts';
import { Client, type Joined } from '../support/signaling.ts';
import { watchNotices } from '../support/watch.ts';

const server = useServer();

// As rtc/cues.ts has them.
const TONES = { join: [523, 659], leave: [659, 523], message: [880], hand: [587, 587, 784] };

async function alone(person: (name: string) => Promise<Person>) {
  const { id, link } = await server().createMeeting();
  const ana = await person('Ana');
  await ana.join(link);
  /** Somebody without a page. */
  const come = async (name: string): Promise<Client> => {
    const client = await Client.connect(server().origin);
    joined = await client.join(id, name);
    return client;
  };
  let joined: Joined | null = null;
  const idOfAna = () => joined?.room.participants.find(({ name }) => name === 'Ana')?.id;
  return { ana, id, come, idOfAna };
}

const tones = (ana: Person): Promise<number[]> =>
  ana.page.evaluate(() => window.e2e.tones.map(Math.round));

async function expectTones(ana: Person, all: number[]): Promise<void> {
  await expect.poll(() => tones(ana)).toEqual(all);
}

async function setSounds(ana: Person, on: boolean): Promise<void> {
  await ana.button('Devices').click();
  await ana.page.getByRole('checkbox', { name: 'Sounds' }).setChecked(on);
  await ana.page.keyboard.press('Escape');
}

test('five who come at once are one toast, one announcement and one sound; so are five who go', async ({
  person,
}) => {
  const { ana, id } = await alone(person);
  const seen = await watchNotices(ana.page);
  const names = ['Ben', 'Cleo', 'Dan', 'Eve', 'Fay'];
  const clients = await Promise.all(names.map(() => Client.connect(server().origin)));
  await Promise.all(clients.map((client, index) => client.join(id, names[index])));
  await expect(ana.tiles).toHaveCount(6);
  const joined = /^(Ben|Cleo|Dan|Eve|Fay) and 4 others joined$/;
  await expect.poll(seen).toEqual({
    toasts: [expect.stringMatching(joined)],
    announcements: [expect.stringMatching(joined)],
  });
  await expectTones(ana, TONES.join);

  await Promise.all(clients.map((client) => client.ok('leave', {})));
  await expect(ana.tiles).toHaveCount(1);
  const left = /^(Ben|Cleo|Dan|Eve|Fay) and 4 others left$/;
  await expect.poll(seen).toEqual({
    toasts: [expect.stringMatching(joined), expect.stringMatching(left)],
    announcements: [expect.stringMatching(joined), expect.stringMatching(left)],
  });
  await expectTones(ana, [...TONES.join, ...TONES.leave]);
  for (const client of clients) client.close();
});

test('a coming and going without end is no storm', async ({ person }) => {
  const { ana, come } = await alone(person);
  const seen = await watchNotices(ana.page);
  for (let round = 0; round < 30; round += 1) {
    const ben = await come(`Ben ${round}`);
    await ben.ok('leave', {});
    ben.close();
  }
  const cleo = await come('Cleo');
  // The last is told in the end, by itself or with others.
  await expect.poll(async () => (await seen()).announcements.at(-1)).toMatch(/joined$/);
  await expect(ana.tile('Cleo')).toBeVisible();
  const { toasts, announcements } = await seen();
  expect(toasts.length).toBeLessThan(10);
  expect(announcements.length).toBeLessThan(10);
  cleo.close();
});

test('who comes, goes, raises a hand or writes is heard, each once', async ({ person }) => {
  const { ana, come } = await alone(person);
  const ben = await come('Ben');
  await expectTones(ana, TONES.join);
  await ben.ok('raise_hand', { raised: true });
  await expectTones(ana, [...TONES.join, ...TONES.hand]);
  await ben.ok('raise_hand', { raised: false });
  await ben.ok('send_chat', { client_id: 'a', text: 'hello' });
  await expectTones(ana, [...TONES.join, ...TONES.hand, ...TONES.message]);
  await ben.ok('leave', {});
  const all = [...TONES.join, ...TONES.hand, ...TONES.message, ...TONES.leave];
  await expectTones(ana, all);
  ben.close();

  await test.step('what one does oneself is not heard', async () => {
    await ana.button('Raise hand').click();
    await expect(ana.button('Lower hand')).toBeVisible();
    await ana.button('Chat').click();
    await ana.field('Message').fill('hello');
    await ana.button('Send').click();
    await expect(shown(ana, 'hello').last()).toBeVisible();
    await expect(log(ana)).not.toContainText('Sending');
    expect(await tones(ana)).toEqual(all);
  });
});

test('sounds that are turned off are not heard, and stay off', async ({ person }) => {
  const { ana, come } = await alone(person);
  await setSounds(ana, false);
  const seen = await watchNotices(ana.page);
  const ben = await come('Ben');
  await ben.ok('raise_hand', { raised: true });
  await ben.ok('send_chat', { client_id: 'a', text: 'hello' });
  // Still seen and announced.
  await expect.poll(async () => (await seen()).toasts).toEqual(['Ben joined', 'Ben raised a hand']);
  await expect.poll(async () => (await seen()).announcements.join()).toContain('New message');
  expect(await tones(ana)).toEqual([]);

  await ana.page.reload();
  await ana.joinNow();
  await expect(ana.tile('Ben')).toBeVisible();
  await ben.ok('leave', {});
  await expect(ana.page.getByText('Ben left').first()).toBeAttached();
  expect(await tones(ana)).toEqual([]);

  await setSounds(ana, true);
  const cleo = await come('Cleo');
  await expectTones(ana, TONES.join);
  for (const client of [ben, cleo]) client.close();
});

test('a hand and a reaction are announced by name', async ({ person }) => {
  const { ana, come } = await alone(person);
  const seen = await watchNotices(ana.page);
  const ben = await come('Ben');
  await ben.ok('raise_hand', { raised: true });
  await ben.ok('react', { reaction: '🎉' });
  const said = async () => (await seen()).announcements.join();
  await expect.poll(said).toContain('Ben raised a hand');
  await expect.poll(said).toContain('Ben reacted 🎉');
  ben.close();
});

test('messages are announced: who wrote while the chat is closed, all of it while it is open', async ({
  person,
}) => {
  const { ana, come, idOfAna } = await alone(person);
  const [ben, cleo] = [await come('Ben'), await come('Cleo')];
  await expect(ana.tiles).toHaveCount(3);
  const seen = await watchNotices(ana.page);
  await ben.ok('send_chat', { client_id: 'a', text: 'for all to read' });
  const said = async () => (await seen()).announcements.join();
  await expect.poll(said).toContain('New message from Ben');
  await cleo.ok('send_chat', { client_id: 'b', text: 'a secret', to: idOfAna() });
  await expect.poll(said).toContain('New private message from Cleo');
  // What is private is not said aloud, nor shown over a screen that may be shared.
  expect(JSON.stringify(await seen())).not.toMatch(/for all to read|a secret/);

  await openChat(ana);
  // A screen reader reads what is added to a log by itself.
  await expect(log(ana)).toHaveAttribute('role', 'log');
  const told = (await seen()).announcements.length;
  await ben.ok('send_chat', { client_id: 'c', text: 'while it is open' });
  await expect(shown(ana, 'while it is open')).toBeVisible();
  expect((await seen()).announcements).toHaveLength(told);
  for (const client of [ben, cleo]) client.close();
});
