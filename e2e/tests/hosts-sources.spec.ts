import { audible, expectRising, expectStill } from '../support/media.ts';
import { expect, Person, test } from '../support/meeting.ts';
import { useServer } from '../support/server.ts';

const server = useServer();

/** A host and guests who see and hear each other. */
async function meet(host: Person, ...guests: Person[]): Promise<void> {
  const link = await host.startMeeting(server().origin);
  await host.joinNow();
  for (const guest of guests) await guest.join(link);
  await Person.expectAllMeet([host, ...guests]);
}

test('a host mutes one: it falls silent for all, and can speak again', async ({ person }) => {
  test.setTimeout(90_000);
  const [ana, ben, cem] = [await person('Ana'), await person('Ben'), await person('Cem')];
  await meet(ana, ben, cem);
  await ana.actOn('Ben', 'Mute');
  await expect(ben.toast('Ana muted you')).toBeVisible();
  await expect(ben.button('Unmute')).toBeVisible();
  for (const other of [ana, cem]) {
    await expect(other.tile('Ben').getByText('Microphone off')).toBeAttached();
    await expectStill(other.page, 'Ben', 'audioEnergy');
    expect(await audible(other.page)).toBe(1);
  }
  await expectRising(ana.page, 'Cem', ['audioEnergy']);
  await ben.button('Unmute').click();
  for (const other of [ana, cem]) await expectRising(other.page, 'Ben', ['audioEnergy']);
  await expect.poll(() => audible(cem.page)).toBe(2);
});

test('a host mutes all others at once', async ({ person }) => {
  test.setTimeout(90_000);
  const [ana, ben, cem] = [await person('Ana'), await person('Ben'), await person('Cem')];
  await meet(ana, ben, cem);
  await ana.openPeople();
  await ana.button('Mute all').click();
  for (const guest of [ben, cem]) {
    await expect(guest.toast('Ana muted you')).toBeVisible();
    await expect(guest.button('Unmute')).toBeVisible();
  }
  for (const name of ['Ben', 'Cem']) await expectStill(ana.page, name, 'audioEnergy');
  await expectStill(cem.page, 'Ben', 'audioEnergy');
  await expectRising(ben.page, 'Ana', ['audioEnergy']);
  await expect(ana.button('Mute')).toBeVisible();
});

test('a microphone is asked for, never turned on by another', async ({ person }) => {
  test.setTimeout(90_000);
  const [ana, ben] = [await person('Ana'), await person('Ben')];
  await meet(ana, ben);
  await ben.button('Mute').click();
  await ana.actOn('Ben', 'Ask to unmute');
  await expect(ana.toast('Ben is asked to unmute')).toBeVisible();
  const question = ben.page.getByRole('dialog', { name: 'Ana asks you to unmute' });
  await expect(question).toBeVisible();
  await expect(ben.page.locator('[aria-live=polite]')).toHaveText(/Ana asks you to unmute/);
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

test('a host turns off a camera and stops a screen', async ({ person }) => {
  test.setTimeout(90_000);
  const [ana, ben] = [await person('Ana'), await person('Ben')];
  await meet(ana, ben);
  await ben.button('Share screen').click();
  await expectRising(ana.page, 'Ben', ['screenFrames']);

  await ana.actOn('Ben', 'Stop sharing');
  await expect(ben.toast('Ana stopped your screen share')).toBeVisible();
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

test('who goes on sending after it was muted is not heard', async ({ person }) => {
  test.setTimeout(90_000);
  const ana = await person('Ana');
  const cem = await person('Cem');
  // A page that takes "your microphone was stopped" for something else.
  const mallory = await person('Mallory', {
    prepare: () => {
      // The browser's own class, whatever was derived from it.
      let native: object = WebSocket.prototype;
      while (!Object.hasOwn(native, 'onmessage')) native = Object.getPrototypeOf(native);
      const set = Object.getOwnPropertyDescriptor(native, 'onmessage')?.set;
      Object.defineProperty(native, 'onmessage', {
        configurable: true,
        set(this: WebSocket, listener: (event: MessageEvent) => void) {
          set?.call(this, (event: MessageEvent) => {
            if (typeof event.data !== 'string' || !event.data.includes('"source_stopped"')) {
              listener(event);
              return;
            }
            const data = event.data.replaceAll('"microphone"', '"screen_share"');
            listener(new MessageEvent('message', { data }));
          });
        },
      });
    },
  });
  await meet(ana, cem, mallory);
  for (const other of [ana, cem]) await expect.poll(() => audible(other.page)).toBe(2);
  await ana.actOn('Mallory', 'Mute');
  for (const other of [ana, cem]) {
    await expect(other.tile('Mallory').getByText('Microphone off')).toBeAttached();
    await expect.poll(() => audible(other.page)).toBe(1);
    // It does arrive.
    await expectRising(other.page, 'Mallory', ['audioBytes']);
    expect(await audible(other.page)).toBe(1);
  }
  // And her microphone is on.
  await expect(mallory.button('Mute')).toBeVisible();
});
