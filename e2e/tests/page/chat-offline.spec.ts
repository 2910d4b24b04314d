import { log, message, openChat, shown, texts, write } from '../../support/chat.ts';
import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';
import { TcpProxy } from '../../support/tcp-proxy.ts';

const server = useServer();

let proxy: TcpProxy;
test.beforeEach(async () => {
  proxy = await TcpProxy.start(() => server().port);
});
test.afterEach(() => proxy.stop());

const back = { timeout: 30_000 };

test('what is written offline is marked, and sent on return in its order, once', async ({
  person,
  wire,
}) => {
  test.setTimeout(120_000);
  const ana = await person('Ana', { devicesOff: true });
  const { id, link } = await server().createMeeting();
  await ana.join(`${proxy.origin}/m/${id}`);
  const ben = await wire('Ben', link);
  await openChat(ana);
  await write(ana, 'before');
  const all = ['before'];
  const expectAll = async (): Promise<void> => {
    await expect.poll(() => ben.texts).toEqual(all);
    await expect(log(ana)).not.toContainText(/Sends when|Sending/);
    expect(await texts(ana)).toEqual(all);
  };
  await expectAll();

  await test.step('while the server cannot be reached', async () => {
    proxy.cut();
    await expect(ana.banner).toBeVisible();
    const meanwhile = ['one', 'two', 'three'];
    for (const text of meanwhile) {
      await write(ana, text);
      await expect(message(ana, text)).toContainText('Sends when you are back online');
    }
    await ben.say('from Ben');
    proxy.mend();
    await expect(ana.banner).toBeHidden(back);
    await expect(shown(ana, 'from Ben')).toBeVisible();
    all.push('from Ben', ...meanwhile);
    await expectAll();
  });

  await test.step('in a browser that goes offline and comes back', async () => {
    await ana.context.setOffline(true);
    // Emulated offline mode breaks no open connection, so the proxy does.
    proxy.cut();
    await expect(ana.banner).toBeVisible();
    await write(ana, 'offline');
    await expect(message(ana, 'offline')).toContainText('Sends when you are back online');
    proxy.mend();
    await ana.context.setOffline(false);
    all.push('offline');
    await expectAll();
  });

  await test.step('in a page that is closed while it waits', async () => {
    proxy.cut();
    await expect(ana.banner).toBeVisible();
    await write(ana, 'four');
    await write(ana, 'five');
    await expect(message(ana, 'five')).toContainText('Sends when you are back online');
    await ana.page.goto('about:blank');
    proxy.mend();
    await ana.join(`${proxy.origin}/m/${id}`);
    all.push('four', 'five');
    await expect.poll(() => ben.texts).toEqual(all);
    await openChat(ana);
    await expect(shown(ana, 'five')).toBeVisible();
    await expectAll();
  });

  await test.step('while the connection breaks again and again', async () => {
    const written = [...all];
    for (let round = 1; round <= 5; round += 1) {
      // The message may or may not be sent when the connection breaks.
      await write(ana, `${round} at the break`);
      proxy.cut();
      await expect(ana.banner).toBeVisible();
      await write(ana, `${round} offline`);
      await ben.say(`${round} from Ben`);
      proxy.mend();
      await expect(ana.banner).toBeHidden(back);
      await expect.poll(() => ben.texts).toContain(`${round} offline`);
      await expect(shown(ana, `${round} from Ben`)).toBeVisible();
      written.push(`${round} at the break`, `${round} offline`, `${round} from Ben`);
    }
    await expect(log(ana)).not.toContainText(/Sends when|Sending/);
    for (const one of [await texts(ana), ben.texts]) {
      expect(one.toSorted()).toEqual(written.toSorted());
    }
    // Both see the same order, and Ana's messages keep the order in which she wrote them.
    expect(await texts(ana)).toEqual(ben.texts);
    const own = ben.texts.filter((text) => /\d (at the break|offline)/.test(text));
    expect(own).toEqual(own.toSorted());
    await expect(ana.button('Chat')).not.toHaveAccessibleDescription(/unread/);
  });
});

test('a message is shown once, whether a killed server had kept it or never read it', async ({
  person,
}) => {
  test.setTimeout(120_000);
  const quiet = { devicesOff: true };
  const [ana, ben] = [await person('Ana', quiet), await person('Ben', quiet)];
  const { id, link } = await server().createMeeting();
  await ana.join(`${proxy.origin}/m/${id}`);
  await ben.join(link);
  await openChat(ana, ben);
  await write(ana, 'before');
  await expect(shown(ben, 'before')).toBeVisible();

  await test.step('kept, and killed before it says so', async () => {
    proxy.holdAnswers();
    await write(ana, 'kept');
    await expect(shown(ben, 'kept')).toBeVisible();
    await expect(message(ana, 'kept')).toContainText('Sending');
    await server().kill();
    await server().restart();
    await expect(log(ana)).not.toContainText(/Sends when|Sending/, back);
    await write(ana, 'after');
    await expect(shown(ben, 'after')).toBeVisible(back);
    for (const one of [ana, ben]) expect(await texts(one)).toEqual(['before', 'kept', 'after']);
  });

  await test.step('never read: it is sent to the next server', async () => {
    server().freeze();
    await write(ana, 'unread');
    await expect(message(ana, 'unread')).toContainText('Sending');
    await server().kill();
    await expect(ana.banner).toBeVisible();
    await expect(message(ana, 'unread')).toContainText('Sends when you are back online');
    await server().restart();
    await expect(shown(ben, 'unread')).toBeVisible(back);
    await expect(log(ana)).not.toContainText(/Sends when|Sending/);
    for (const one of [ana, ben]) {
      expect(await texts(one)).toEqual(['before', 'kept', 'after', 'unread']);
    }
  });
});
