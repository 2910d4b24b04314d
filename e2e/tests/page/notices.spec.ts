import { log, openChat, shown } from '../../support/chat.ts';
import { expect, type Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';
import { watchNotices } from '../../support/watch.ts';

const server = useServer();

// The tones in rtc/cues.ts.
const TONES = { join: [523, 659], leave: [659, 523], message: [880], hand: [587, 587, 784] };

const tones = (ana: Person): Promise<number[]> =>
  ana.page.evaluate(() => window.e2e.tones.map(Math.round));

async function expectTones(ana: Person, all: number[]): Promise<void> {
  await expect.poll(() => tones(ana)).toEqual(all);
}

async function setSounds(ana: Person, on: boolean): Promise<void> {
  await ana.button('Settings').click();
  await ana.page.getByRole('checkbox', { name: 'Sounds' }).setChecked(on);
  await ana.page.keyboard.press('Escape');
}

test('what others do is told by toasts, announcements and sounds, each once', async ({
  person,
  wire,
}) => {
  const { link } = await server().createMeeting();
  const ana = await person('Ana', { devicesOff: true });
  await ana.join(link);
  const heard: number[] = [];
  const expectHeard = async (tones: number[]): Promise<void> => {
    heard.push(...tones);
    await expectTones(ana, heard);
  };

  await test.step('five who come at once are one toast, one announcement and one sound; so are five who go', async () => {
    const seen = await watchNotices(ana.page);
    const names = ['Ben', 'Cleo', 'Dan', 'Eve', 'Fay'];
    const others = await Promise.all(names.map((name) => wire(name, link)));
    await expect(ana.tiles).toHaveCount(6);
    const joined = /^(Ben|Cleo|Dan|Eve|Fay) and 4 others joined$/;
    await expect.poll(seen).toEqual({
      toasts: [expect.stringMatching(joined)],
      announcements: [expect.stringMatching(joined)],
    });
    await expectHeard(TONES.join);

    await Promise.all(others.map((other) => other.leave()));
    await expect(ana.tiles).toHaveCount(1);
    const left = /^(Ben|Cleo|Dan|Eve|Fay) and 4 others left$/;
    await expect.poll(seen).toEqual({
      toasts: [expect.stringMatching(joined), expect.stringMatching(left)],
      announcements: [expect.stringMatching(joined), expect.stringMatching(left)],
    });
    await expectHeard(TONES.leave);
  });

  await test.step('who comes, goes, raises a hand or writes is heard, each once', async () => {
    const ben = await wire('Ben', link);
    await expectHeard(TONES.join);
    await ben.do('raise_hand', { raised: true });
    await expectHeard(TONES.hand);
    await ben.do('raise_hand', { raised: false });
    await ben.say('hello');
    await expectHeard(TONES.message);
    await ben.leave();
    await expectHeard(TONES.leave);
  });

  await test.step('what one does oneself is not heard', async () => {
    await ana.button('Raise hand').click();
    await expect(ana.button('Lower hand')).toBeVisible();
    await ana.button('Chat').click();
    await ana.field('Message').fill('hello');
    await ana.button('Send').click();
    await expect(shown(ana, 'hello').last()).toBeVisible();
    await expect(log(ana)).not.toContainText('Sending');
    expect(await tones(ana)).toEqual(heard);
    await ana.button('Chat').click();
  });

  const seen = await watchNotices(ana.page);
  const said = async () => (await seen()).announcements.join();
  const ben = await wire('Ben', link);
  await expect.poll(said).toContain('Ben joined');

  await test.step('a hand and a reaction are announced by name', async () => {
    await ben.do('raise_hand', { raised: true });
    await ben.do('react', { reaction: '🎉' });
    await expect.poll(said).toContain('Ben raised a hand');
    await expect.poll(said).toContain('Ben reacted with 🎉');
  });

  await test.step('messages are announced: who wrote while the chat is closed, all of it while it is open', async () => {
    const cleo = await wire('Cleo', link);
    await expect.poll(said).toContain('Cleo joined');
    await ben.say('for all to read');
    await expect.poll(said).toContain('New message from Ben');
    await cleo.say('a secret', cleo.idOf('Ana'));
    await expect.poll(said).toContain('New private message from Cleo');
    // Message texts are neither announced nor shown in toasts: the screen may be shared.
    expect(JSON.stringify(await seen())).not.toMatch(/for all to read|a secret/);

    await openChat(ana);
    // Screen readers read additions to a log by themselves.
    await expect(log(ana)).toHaveAttribute('role', 'log');
    const told = (await seen()).announcements.length;
    await ben.say('while it is open');
    await expect(shown(ana, 'while it is open')).toBeVisible();
    expect((await seen()).announcements).toHaveLength(told);
  });

  await test.step('a coming and going without end is no storm', async () => {
    const before = await seen();
    for (let round = 0; round < 30; round += 1) {
      const dan = await wire(`Dan ${round}`, link);
      await dan.leave();
    }
    await wire('Eve', link);
    await expect(ana.tile('Eve')).toBeVisible();
    // The last join is announced in the end, alone or in a group.
    await expect.poll(async () => (await seen()).announcements.at(-1)).toMatch(/joined$/);
    const { toasts, announcements } = await seen();
    expect(toasts.length - before.toasts.length).toBeLessThan(10);
    expect(announcements.length - before.announcements.length).toBeLessThan(10);
  });
});

test('sounds that are turned off are not heard, and stay off', async ({ person, wire }) => {
  const { link } = await server().createMeeting();
  const ana = await person('Ana', { devicesOff: true });
  await ana.join(link);
  await setSounds(ana, false);
  const seen = await watchNotices(ana.page);
  const ben = await wire('Ben', link);
  await ben.do('raise_hand', { raised: true });
  await ben.say('hello');
  // Toasts and announcements stay on.
  await expect.poll(async () => (await seen()).toasts).toEqual(['Ben joined', 'Ben raised a hand']);
  await expect.poll(async () => (await seen()).announcements.join()).toContain('New message');
  expect(await tones(ana)).toEqual([]);

  await ana.page.reload();
  await ana.joinNow();
  await expect(ana.tile('Ben')).toBeVisible();
  await ben.leave();
  await expect(ana.page.getByText('Ben left').first()).toBeAttached();
  expect(await tones(ana)).toEqual([]);

  await setSounds(ana, true);
  await wire('Cleo', link);
  await expectTones(ana, TONES.join);
});
