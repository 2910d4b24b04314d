import { audible, expectRising, expectStill } from '../../support/media.ts';
import { expect, Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

// These tests judge whether media flows, not its quality.
test.use({ smallCameras: true });

const server = useServer();

/** Joins a host and guests until they see and hear each other. */
async function meet(host: Person, ...guests: Person[]): Promise<void> {
  const meeting = await server().createMeeting();
  await Promise.all([host.host(meeting), Person.joinAll(guests, meeting.link)]);
  await Person.expectAllMeet([host, ...guests]);
}

/**
 * Runs in the page. Once the document has the attribute `data-ignoring`, the page ignores "your
 * microphone was stopped", like a modified one.
 */
function canIgnoreStops(): void {
  // Patches the browser's own class, below any subclass.
  let native: object = WebSocket.prototype;
  while (!Object.hasOwn(native, 'onmessage')) native = Object.getPrototypeOf(native);
  const set = Object.getOwnPropertyDescriptor(native, 'onmessage')?.set;
  Object.defineProperty(native, 'onmessage', {
    configurable: true,
    set(this: WebSocket, listener: (event: MessageEvent) => void) {
      set?.call(this, (event: MessageEvent) => {
        const { ignoring } = document.documentElement.dataset;
        if (!ignoring || !String(event.data).includes('"source_stopped"')) {
          listener(event);
          return;
        }
        const data = event.data.replaceAll('"microphone"', '"screen_share"');
        listener(new MessageEvent('message', { data }));
      });
    },
  });
}

test('a host mutes one or all, for everybody, whatever a muted page goes on sending', async ({
  person,
}) => {
  test.setTimeout(90_000);
  const [ana, ben, cem] = await Promise.all([
    person('Ana'),
    person('Ben', { prepare: canIgnoreStops }),
    person('Cem'),
  ]);
  await meet(ana, ben, cem);

  await test.step('a host mutes one: it falls silent for all, and can speak again', async () => {
    await ana.actOn('Ben', 'Mute');
    await expect(ben.toast('Ana muted you')).toBeVisible();
    await expect(ben.button('Unmute')).toBeVisible();
    await Promise.all(
      [ana, cem].map(async (other) => {
        await expect(other.tile('Ben').getByText('Microphone off')).toBeAttached();
        await expectStill(other.page, 'Ben', 'audioEnergy');
        expect(await audible(other.page)).toBe(1);
      }),
    );
    await expectRising(ana.page, 'Cem', ['audioEnergy']);
    await ben.button('Unmute').click();
    await Promise.all([ana, cem].map((other) => expectRising(other.page, 'Ben', ['audioEnergy'])));
    await expect.poll(() => audible(cem.page)).toBe(2);
  });

  await test.step('a host mutes all others at once', async () => {
    await ana.openPeople();
    await expect(ben.toast('Ana muted you')).toHaveCount(0);
    await ana.button('Mute all').click();
    for (const guest of [ben, cem]) {
      await expect(guest.toast('Ana muted you')).toBeVisible();
      await expect(guest.button('Unmute')).toBeVisible();
    }
    await Promise.all([
      ...['Ben', 'Cem'].map((name) => expectStill(ana.page, name, 'audioEnergy')),
      expectStill(cem.page, 'Ben', 'audioEnergy'),
    ]);
    await expectRising(ben.page, 'Ana', ['audioEnergy']);
    await expect(ana.button('Mute')).toBeVisible();
    for (const guest of [ben, cem]) await guest.button('Unmute').click();
  });

  await test.step('who goes on sending after it was muted is not heard', async () => {
    await ben.page.evaluate(() => {
      document.documentElement.dataset.ignoring = 'yes';
    });
    for (const other of [ana, cem]) await expect.poll(() => audible(other.page)).toBe(2);
    await ana.actOn('Ben', 'Mute');
    await Promise.all(
      [ana, cem].map(async (other) => {
        await expect(other.tile('Ben').getByText('Microphone off')).toBeAttached();
        await expect.poll(() => audible(other.page)).toBe(1);
        // The sound arrives.
        await expectRising(other.page, 'Ben', ['audioBytes']);
        expect(await audible(other.page)).toBe(1);
      }),
    );
    // His microphone is on.
    await expect(ben.button('Mute')).toBeVisible();
  });
});

test('a host asks for a microphone, turns off a camera and stops a screen', async ({ person }) => {
  test.setTimeout(90_000);
  const [ana, ben] = await Promise.all([person('Ana'), person('Ben')]);
  await meet(ana, ben);

  await test.step('a microphone is asked for, never turned on by another', async () => {
    await ben.button('Mute').click();
    await ana.actOn('Ben', 'Ask to unmute');
    await expect(ana.toast('You asked Ben to unmute')).toBeVisible();
    const question = ben.page.getByRole('dialog', { name: 'Ana is asking you to unmute' });
    await expect(question).toBeVisible();
    await expect(ben.page.locator('[aria-live=polite]')).toHaveText(/Ana is asking you to unmute/);
    await expectStill(ana.page, 'Ben', 'audioEnergy');
    await question.getByRole('button', { name: 'Stay muted' }).click();
    await expect(question).toHaveCount(0);
    await expectStill(ana.page, 'Ben', 'audioEnergy');
    await expect(ana.tile('Ben').getByText('Microphone off')).toBeAttached();

    await ana.actOn('Ben', 'Ask to unmute');
    await question.getByRole('button', { name: 'Unmute' }).click();
    await expect(question).toHaveCount(0);
    await expectRising(ana.page, 'Ben', ['audioEnergy']);

    await test.step('whoever unmutes by themselves need not answer', async () => {
      await ben.button('Mute').click();
      await ana.actOn('Ben', 'Ask to unmute');
      await expect(question).toBeVisible();
      await ben.page.keyboard.press('m');
      await expect(question).toHaveCount(0);
    });
  });

  await test.step('a host turns off a camera and stops a screen', async () => {
    await ben.button('Share screen').click();
    await expectRising(ana.page, 'Ben', ['screenFrames']);

    await ana.actOn('Ben', 'Stop sharing');
    await expect(ben.toast('Ana stopped your screen sharing')).toBeVisible();
    await expect(ana.tile("Ben's screen")).toHaveCount(0);
    await expect(ben.button('Share screen')).toBeVisible();

    await ana.actOn('Ben', 'Stop video');
    await expect(ben.toast('Ana turned off your camera')).toBeVisible();
    await expect(ana.tile('Ben').getByText('Camera off')).toBeAttached();
    await expect(ben.button('Turn on camera')).toBeVisible();
    await expectStill(ana.page, 'Ben', 'frames');

    await test.step('what a host turned off is off for this meeting, not for the next', async () => {
      await ben.leave();
      await ben.page.goto(server().origin);
      await ben.button('Start meeting').click();
      await expect(ben.button('Turn off camera')).toBeVisible();
    });
  });
});
