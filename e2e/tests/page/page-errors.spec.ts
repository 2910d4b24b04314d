import { openChat, shown, write } from '../../support/chat.ts';
import { expect, type Person, test } from '../../support/meeting.ts';
import { type Server, useServer } from '../../support/server.ts';

const server = useServer();

function lines(of: Server): string[] {
  return of.log.split('\n').filter((line) => line.includes('an error in a page'));
}

/** Throws in the page as its own code would: nobody handles it. */
async function fail(person: Person, ...messages: string[]): Promise<void> {
  await person.page.evaluate((all) => {
    const [thrown = '', ...rejected] = all;
    setTimeout(() => {
      throw new TypeError(thrown);
    });
    for (const message of rejected) void Promise.reject(new RangeError(message));
  }, messages);
}

test('an error that nobody handles is one line of the log, without names, texts and links', async ({
  person,
  wire,
}) => {
  const { id, link, hostToken } = await server().createMeeting();
  const ana = await person('Ana Telling', { devicesOff: true, expectErrors: true });
  await ana.host({ id, link, hostToken });
  await wire('Ben Hushed', link);
  await expect(ana.tile('Ben Hushed')).toBeVisible();
  await openChat(ana);
  await write(ana, 'the harbour at five');
  await expect(shown(ana, 'the harbour at five')).toBeVisible();

  await fail(
    ana,
    `no tile of Ben Hushed for Ana Telling\nat ${link}?x=1#${hostToken}`,
    `the harbour at five, ${hostToken} and "anything" are not it`,
  );
  await expect.poll(() => lines(server()).length).toBe(2);
  const all = lines(server()).join('\n');
  expect(all).toContain(' WARN ');
  expect(all).toContain('route="/m/:id"');
  expect(all).toContain('error="TypeError: no tile of … for … at /m/:id"');
  expect(all).toMatch(/error="RangeError: …, … and \\?"…\\?" are not it"/);
  for (const secret of ['Ana', 'Ben', 'harbour', 'anything', id, hostToken]) {
    expect(all).not.toContain(secret);
  }

  // A second report of an error would say nothing new.
  await fail(ana, `no tile of Ben Hushed for Ana Telling\nat ${link}?x=1#${hostToken}`);
  await fail(ana, 'a third');
  await expect.poll(() => lines(server()).length).toBe(3);
});

test('a crash that the page shows is a line of the log too', async ({ person }) => {
  const before = lines(server()).length;
  const ana = await person('Ana', { expectErrors: true });
  await ana.page.route('**/assets/BankPage-*.js', (route) => route.abort());
  await ana.page.goto(`${server().origin}/questions`);
  await expect(ana.button('Reload')).toBeVisible();
  await expect.poll(() => lines(server()).length).toBe(before + 1);
  expect(lines(server()).at(-1)).toMatch(
    /route="\/questions" error="TypeError: Failed to fetch .*: \/assets\/BankPage-[\w-]+\.js"/,
  );
});

test.describe('turned off', () => {
  const silent = useServer({ args: ['--page-errors', 'off'] });

  test('the log has no such line, and a page tries once', async ({ person }) => {
    const ana = await person('Ana', { expectErrors: true });
    await ana.page.goto(silent().origin);
    await expect(ana.button('Start meeting')).toBeVisible();
    const answers: number[] = [];
    ana.page.on('response', (response) => {
      if (response.url().endsWith('/api/page-errors')) answers.push(response.status());
    });
    await fail(ana, 'one');
    await expect.poll(() => answers).toEqual([404]);
    await fail(ana, 'two', 'three');
    await fail(ana, 'four');
    await expect.poll(() => ana.errors.length).toBe(4);
    expect(answers).toEqual([404]);
    expect(lines(silent())).toEqual([]);
  });
});
