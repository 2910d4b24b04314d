import { log, message, openChat, shown, texts, write } from '../support/chat.ts';
import { expect, type Person, test } from '../support/meeting.ts';
import { useServer } from '../support/server.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';

const server = useServer();

let proxy: TcpProxy;
test.beforeEach(async () => {
  proxy = await TcpProxy.start(() => server().port);
});
test.afterEach(() => proxy.stop());

/** Ana by a network that can be cut, Ben straight to the server, both with the chat open. */
async function talk(person: (name: string) => Promise<Person>) {
  const [ana, ben] = [await person('Ana'), await person('Ben')];
  const { id, link } = await server().createMeeting();
  await ana.join(`${proxy.origin}/m/${id}`);
  await ben.join(link);
  await openChat(ana, ben);
  await write(ana, 'before');
  await expect(shown(ben, 'before')).toBeVisible();
  return { ana, ben, id };
}

const back = { timeout: 30_000 };

test('what is written offline is marked, and sent on return in its order, once', async ({
  person,
}) => {
  const { ana, ben } = await talk(person);
  proxy.cut();
  await expect(ana.banner).toBeVisible();
  const meanwhile = ['one', 'two', 'three'];
  for (const text of meanwhile) {
    await write(ana, text);
    await expect(message(ana, text)).toContainText('Waits for the connection');
  }
  await write(ben, 'from Ben');
  proxy.mend();
  await expect(ana.banner).toBeHidden(back);
  await expect(shown(ben, 'three')).toBeVisible();
  await expect(log(ana)).not.toContainText(/Waits|Sending/);
  const all = ['before', 'from Ben', ...meanwhile];
  for (const one of [ana, ben]) expect(await texts(one)).toEqual(all);
});

test('what waits outlives the page', async ({ person }) => {
  const { ana, ben, id } = await talk(person);
  proxy.cut();
  await expect(ana.banner).toBeVisible();
  await write(ana, 'one');
  await write(ana, 'two');
  await expect(message(ana, 'two')).toContainText('Waits for the connection');
  await ana.page.goto('about:blank');
  proxy.mend();
  await ana.join(`${proxy.origin}/m/${id}`);
  await expect(shown(ben, 'two')).toBeVisible();
  await openChat(ana);
  await expect(shown(ana, 'two')).toBeVisible();
  await expect(log(ana)).not.toContainText(/Waits|Sending/);
  for (const one of [ana, ben]) expect(await texts(one)).toEqual(['before', 'one', 'two']);
});

test('nothing shows twice, and nothing is missing, after connections that break again and again', async ({
  person,
}) => {
  test.setTimeout(120_000);
  const { ana, ben } = await talk(person);
  const written = ['before'];
  for (let round = 1; round <= 5; round += 1) {
    // On its way, or not, when the connection breaks.
    await write(ana, `${round} at the break`);
    proxy.cut();
    await expect(ana.banner).toBeVisible();
    await write(ana, `${round} offline`);
    await write(ben, `${round} from Ben`);
    await expect(shown(ben, `${round} from Ben`)).toBeVisible();
    proxy.mend();
    await expect(ana.banner).toBeHidden(back);
    await expect(shown(ben, `${round} offline`)).toBeVisible();
    await expect(shown(ana, `${round} from Ben`)).toBeVisible();
    written.push(`${round} at the break`, `${round} offline`, `${round} from Ben`);
  }
  await expect(log(ana)).not.toContainText(/Waits|Sending/);
  for (const one of [ana, ben]) {
    expect((await texts(one)).toSorted()).toEqual(written.toSorted());
  }
  // The same order for both, and one's own in the order in which one wrote.
  expect(await texts(ana)).toEqual(await texts(ben));
  const own = (await texts(ben)).filter((text) => /break|offline/.test(text));
  expect(own).toEqual(own.toSorted());
  await expect(ana.button('Chat')).not.toHaveAccessibleDescription(/unread/);
});

test('the browser that goes offline and comes back sends what was written meanwhile', async ({
  person,
}) => {
  const { ana, ben } = await talk(person);
  await ana.context.setOffline(true);
  // Emulated, it breaks no open connection.
  proxy.cut();
  await expect(ana.banner).toBeVisible();
  await write(ana, 'offline');
  await expect(message(ana, 'offline')).toContainText('Waits for the connection');
  proxy.mend();
  await ana.context.setOffline(false);
  await expect(shown(ben, 'offline')).toBeVisible(back);
  for (const one of [ana, ben]) expect(await texts(one)).toEqual(['before', 'offline']);
});

test('a message kept by a server that is killed before it says so is shown once', async ({
  person,
}) => {
  const { ana, ben } = await talk(person);
  proxy.holdAnswers();
  await write(ana, 'kept');
  await expect(shown(ben, 'kept')).toBeVisible();
  await expect(message(ana, 'kept')).toContainText('Sending');
  await server().kill();
  await server().restart();
  await expect(log(ana)).not.toContainText(/Waits|Sending/, back);
  await write(ana, 'after');
  await expect(shown(ben, 'after')).toBeVisible(back);
  for (const one of [ana, ben]) expect(await texts(one)).toEqual(['before', 'kept', 'after']);
});

test('a message that a killed server never read is sent to the next', async ({ person }) => {
  const { ana, ben } = await talk(person);
  server().freeze();
  await write(ana, 'unread');
  await expect(message(ana, 'unread')).toContainText('Sending');
  await server().kill();
  await expect(ana.banner).toBeVisible();
  await expect(message(ana, 'unread')).toContainText('Waits for the connection');
  await server().restart();
  await expect(shown(ben, 'unread')).toBeVisible(back);
  await expect(log(ana)).not.toContainText(/Waits|Sending/);
  for (const one of [ana, ben]) expect(await texts(one)).toEqual(['before', 'unread']);
});
