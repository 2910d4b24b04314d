import { CHROMIUM, chromiumArgs } from '../../support/browsers.ts';
import { colouredDevices } from '../../support/colours.ts';
import { expectRising } from '../../support/media.ts';
import { expect, Person, test } from '../../support/meeting.ts';
import {
  card,
  elapsed,
  expectRecorded,
  RecordedFile,
  sign,
  stopAndSave,
} from '../../support/recording.ts';
import { useServer } from '../../support/server.ts';

// These tests count the different pictures in a file.
test.use({
  launchOptions: { executablePath: CHROMIUM, args: chromiumArgs({ framesPerSecond: 20 }) },
});

const server = useServer();

const announced = (person: Person) => person.page.locator('[aria-live=polite]');

test('one records with a pause; all are shown it, who joins later too; the file plays and seeks; leaving ends it', async ({
  person,
}) => {
  test.setTimeout(180_000);
  // Only Ana's recording is judged.
  const small = { smallCameras: true };
  const [ana, ben, cleo] = await Promise.all([
    person('Ana'),
    person('Ben', small),
    person('Cleo', small),
  ]);
  const { link } = await server().createMeeting();
  await Person.joinAll([ana, ben], link);
  await Person.expectAllMeet([ana, ben]);
  await expect(sign(ben)).toBeEmpty();

  const from = Date.now();
  await ana.button('Record').click();
  await expect(ana.toast('Recording. Everyone is notified.')).toBeVisible();
  await expect(sign(ana)).toContainText('You are recording');
  await expect(sign(ben)).toHaveText('Ana is recording');
  await expect(announced(ben)).toHaveText(/Ana started recording/);

  await cleo.join(link);
  await expect(sign(cleo)).toHaveText('Ana is recording');
  await expect(announced(cleo)).toHaveText(/Ana started recording/);
  await cleo.button('Participants').click();
  const row = cleo.page.getByRole('listitem').filter({ hasText: 'Ana' });
  await expect(row.getByText('Recording the meeting')).toBeAttached();
  await expectRecorded(ana, 4);

  await ana.button('Pause recording').click();
  await expect(sign(ana)).toContainText('Your recording is paused');
  const paused = Date.now();
  await expect(sign(ben)).toHaveText('Recording paused by Ana');
  await expect(sign(cleo)).toHaveText('Recording paused by Ana');
  await expect(announced(ben)).toHaveText(/Ana paused the recording/);
  const before = await elapsed(ana);
  await ana.page.waitForTimeout(4_000);
  expect(await elapsed(ana), 'what is recorded during a pause').toBe(before);
  const resumed = Date.now();
  await ana.button('Resume recording').click();
  await expect(sign(ben)).toHaveText('Ana is recording');
  await expect(announced(ben)).toHaveText(/Ana resumed the recording/);
  await expectRecorded(ana, 8);

  const file = await stopAndSave(ana);
  const to = Date.now();
  for (const one of [ana, ben, cleo]) await expect(sign(one)).toBeEmpty();
  await expect(announced(ben)).toHaveText(/Ana stopped recording/);
  await expect(ana.button('Record')).toBeVisible();

  expect(file.name).toMatch(/^Convene \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d [a-z-]+\.webm$/);
  const found = await file.probe();
  expect(found).toMatchObject({ video: 'vp9', audio: 'opus', size: '1280x720' });
  // At least the shown time, and less than the elapsed time without the pause.
  expect(found.seconds).toBeGreaterThan(7);
  expect(found.seconds).toBeLessThanOrEqual((to - from - (resumed - paused)) / 1_000);
  await file.expectWhole();
  expect(await file.longestGap('a'), 'no hole where the pause was').toBeLessThan(0.1);
  expect(await file.differentPictures(0), 'a moving picture').toBeGreaterThan(20);
  expect(await file.differentPictures(5), 'a moving picture from there on').toBeGreaterThan(5);
  expect(await file.volume(), 'sound').toBeGreaterThan(-40);
  expect(await file.volume({ from: 5 }), 'sound from there on').toBeGreaterThan(-40);

  await test.step('the copy in the browser goes when it is told to', async () => {
    await expect(card(ana)).toContainText('Recording saved to your downloads');
    const [again] = await Promise.all([
      ana.page.waitForEvent('download'),
      ana.button('Save again').click(),
    ]);
    expect((await (await RecordedFile.of(again)).probe()).seconds).toBe(found.seconds);
    await ana.button('Remove copy').click();
    await expect(card(ana)).toHaveCount(0);
    expect(await keptFiles(ana)).toEqual([]);
  });
  expect(await ana.page.evaluate(() => window.e2e.violations)).toEqual([]);

  await test.step('leaving ends it, and it is saved', async () => {
    await cleo.leave();
    await ana.button('Record').click();
    await expectRecorded(ana, 2);
    const last = await stopAndSave(ana, () => ana.button('Leave').click());
    await expect(ana.heading('You left the meeting')).toBeVisible();
    await expect(sign(ben)).toBeEmpty();
    expect((await last.probe()).seconds).toBeGreaterThan(1);
    await last.expectWhole();
    await expect(card(ana)).toContainText('Recording saved');
    expect(await ana.page.evaluate(() => window.e2e.live())).toEqual({
      peerConnections: 0,
      tracks: 0,
      audioContexts: 0,
      webSockets: 0,
    });
  });
});

/** Recording files in the browser's storage. */
function keptFiles(person: Person): Promise<string[]> {
  return person.page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('recordings', { create: true });
    const names: string[] = [];
    for await (const name of folder.keys()) names.push(name);
    return names;
  });
}

/** Replaces the fake camera by noise, which compresses badly, so that the file grows fast. */
function noisyCamera(): void {
  const getUserMedia = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async ({ video, audio } = {}) => {
    const stream = audio ? await getUserMedia({ audio }) : new MediaStream();
    if (!video) return stream;
    const [canvas, noise] = ['canvas', 'canvas'].map((name) => document.createElement(name));
    if (!(canvas instanceof HTMLCanvasElement && noise instanceof HTMLCanvasElement)) throw 0;
    Object.assign(canvas, { width: 320, height: 180 });
    Object.assign(noise, { width: 640, height: 360 });
    const image = new ImageData(640, 360);
    for (let i = 0; i < image.data.length; i++) image.data[i] = Math.random() * 256;
    noise.getContext('2d')?.putImageData(image, 0, 0);
    const context = canvas.getContext('2d');
    setInterval(() => {
      context?.drawImage(noise, -320 * Math.random(), -180 * Math.random());
    }, 50);
    for (const track of canvas.captureStream().getVideoTracks()) stream.addTrack(track);
    return stream;
  };
}

const RED = [200, 20, 20];
const BLUE = [20, 20, 200];
const YELLOW = [200, 200, 20];

/** Largest difference between two colours in one channel. */
function difference(one: number[], other: number[]): number {
  return Math.max(...one.map((part, i) => Math.abs(part - (other[i] ?? 0))));
}

test('everybody is seen and heard in it, as they come, go, mute and share', async ({ person }) => {
  test.setTimeout(240_000);
  const rgb = (parts: number[]) => `rgb(${parts.join(' ')})`;
  const [ana, ben, cleo] = await Promise.all([
    person('Ana', { prepare: colouredDevices(rgb(RED), 400) }),
    person('Ben', { prepare: colouredDevices(rgb(BLUE), 900) }),
    person('Cleo', { prepare: colouredDevices(rgb(YELLOW), 1_400) }),
  ]);
  const { link } = await server().createMeeting();
  // One after the other: the recording shows people in the order in which they came.
  await ana.join(link);
  await ben.join(link);
  await Person.expectAllMeet([ana, ben]);
  await ana.button('Record').click();
  await expectRecorded(ana, 3);
  const two = await stopAndSave(ana);

  await test.step('two beside each other, both voices', async () => {
    expect(difference(await two.colour({ x: 320, y: 360 }), RED)).toBeLessThan(60);
    expect(difference(await two.colour({ x: 960, y: 360 }), BLUE)).toBeLessThan(60);
    for (const hertz of [400, 900]) {
      expect(await two.volume({ hertz }), `${hertz} Hz`).toBeGreaterThan(-35);
    }
    expect(await two.volume({ hertz: 2_000 }), 'a tone of nobody').toBeLessThan(-45);
  });

  await ana.button('Record').click();
  await expectRecorded(ana, 1);
  await cleo.join(link);
  await expectRising(ana.page, 'Cleo');
  await ben.button('Turn off camera').click();
  await ben.button('Mute').click();
  await expect(ana.tile('Ben').getByText('Microphone off')).toBeAttached();
  await expectRecorded(ana, (await elapsed(ana)) + 5);
  const three = await stopAndSave(ana);

  await test.step('a third who comes; a camera that is off; a voice that is muted', async () => {
    expect(difference(await three.colour({ x: 320, y: 130 }), RED)).toBeLessThan(60);
    expect(difference(await three.colour({ x: 800, y: 130 }), BLUE)).toBeGreaterThan(100);
    expect(difference(await three.colour({ x: 640, y: 480 }), YELLOW)).toBeLessThan(60);
    const last = (await three.probe()).seconds - 2;
    expect(await three.volume({ hertz: 400, from: last })).toBeGreaterThan(-35);
    expect(await three.volume({ hertz: 1_400, from: last })).toBeGreaterThan(-35);
    expect(await three.volume({ hertz: 900, from: last })).toBeLessThan(-45);
  });

  await ana.button('Record').click();
  await expectRecorded(ana, 1);
  await cleo.leave();
  await expect(ana.tile('Cleo')).toHaveCount(0);
  await ben.button('Share screen').click();
  await expectRising(ana.page, 'Ben', ['screenFrames']);
  await expectRecorded(ana, (await elapsed(ana)) + 3);
  const shared = await stopAndSave(ana);

  await test.step('who leaves is gone; a screen is large, the faces in a strip', async () => {
    const middle = await shared.colour({ x: 500, y: 360 });
    for (const colour of [RED, BLUE, YELLOW]) {
      expect(difference(middle, colour)).toBeGreaterThan(60);
    }
    expect(difference(await shared.colour({ x: 1_160, y: 260 }), RED)).toBeLessThan(60);
    await shared.expectWhole();
    expect(await shared.differentPictures(0)).toBeGreaterThan(10);
  });
});

test('it goes on while the page is in the background', async ({ person }) => {
  const ana = await person('Ana', {
    prepare: () => {
      // Simulates a background page: no animation frames, timers once a second.
      window.requestAnimationFrame = () => 0;
      const [timeout, interval] = [window.setTimeout, window.setInterval];
      const slow = (ms = 0) => Math.max(1_000, ms);
      Object.assign(window, {
        setTimeout: (act: () => void, ms?: number) => timeout(act, slow(ms)),
        setInterval: (act: () => void, ms?: number) => interval(act, slow(ms)),
      });
    },
  });
  const { link } = await server().createMeeting();
  await ana.join(link);
  await ana.button('Record').click();
  await expectRecorded(ana, 4);
  const file = await stopAndSave(ana);
  const { seconds } = await file.probe();
  expect((await file.times('v')).length).toBeGreaterThan(3 * seconds);
  expect(await file.longestGap('a')).toBeLessThan(0.1);
});

test('the server is killed and started again: the recording goes on, and its sign', async ({
  person,
}) => {
  test.setTimeout(180_000);
  // Nothing is judged but that the recording goes on.
  const small = { smallCameras: true };
  const [ana, ben, cleo] = await Promise.all([
    person('Ana', small),
    person('Ben', small),
    person('Cleo', small),
  ]);
  const { link } = await server().createMeeting();
  await Person.joinAll([ana, ben], link);
  await Person.expectAllMeet([ana, ben]);
  await ana.button('Record').click();
  await expect(sign(ben)).toHaveText('Ana is recording');
  await expectRecorded(ana, 1);

  await server().kill();
  await expect(ana.banner).toBeVisible();
  await expect(sign(ana)).toContainText('You are recording');
  await ana.button('Pause recording').click();
  await expect(sign(ana)).toContainText('Your recording is paused');
  await ana.button('Resume recording').click();
  await expect(ana.page.getByText('others cannot be notified')).toBeVisible();
  await expect(sign(ana)).toContainText('Your recording is paused');

  await server().restart();
  await expect(ana.banner).toBeHidden({ timeout: 30_000 });
  await expect(ben.banner).toBeHidden({ timeout: 30_000 });
  await expect(sign(ben)).toHaveText('Recording paused by Ana');
  await ana.button('Resume recording').click();
  await cleo.join(link);
  for (const one of [ben, cleo]) await expect(sign(one)).toHaveText('Ana is recording');

  await server().kill();
  await expect(ana.banner).toBeVisible();
  await server().restart();
  await Promise.all(
    [ana, ben, cleo].map((one) => expect(one.banner).toBeHidden({ timeout: 30_000 })),
  );
  for (const one of [ben, cleo]) await expect(sign(one)).toHaveText('Ana is recording');
  await expectRecorded(ana, (await elapsed(ana)) + 1);
  await (await stopAndSave(ana)).expectWhole();
  for (const one of [ben, cleo]) await expect(sign(one)).toBeEmpty();
});

test('closing the page asks first; what a crash cuts off is found the next time, and saved', async ({
  person,
}) => {
  test.setTimeout(120_000);
  const ana = await person('Ana');
  const { link } = await server().createMeeting();
  await ana.join(link);
  await ana.button('Record').click();
  await expectRecorded(ana, 6);
  const asked: string[] = [];
  ana.page.once('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  await ana.page.close({ runBeforeUnload: true });
  await expect.poll(() => asked).toEqual(['beforeunload']);

  const back = new Person('Ana', await ana.context.newPage());
  await test.step('another page leaves alone what this one writes', async () => {
    await back.page.goto(server().origin);
    await expect(back.button('Start meeting')).toBeVisible();
    await expect(card(back)).toHaveCount(0);
  });
  const crashed = ana.page.waitForEvent('crash');
  await ana.page.goto('chrome://crash').catch(() => {});
  await crashed;

  await back.page.goto(server().origin);
  await expect(card(back)).toContainText('Found an interrupted recording');
  const file = await stopAndSave(back, () =>
    card(back).getByRole('button', { name: 'Save', exact: true }).click(),
  );
  const found = await file.probe();
  expect(found).toMatchObject({ video: 'vp9', audio: 'opus' });
  expect(found.seconds).toBeGreaterThan(2);
  expect(await file.differentPictures(1)).toBeGreaterThan(3);
  await file.expectWhole();
  await expect(card(back)).toContainText('Recording saved to your downloads');

  await test.step('what was saved and not removed is offered once more, and goes', async () => {
    await back.page.reload();
    await expect(card(back)).toContainText('This browser still has a recording');
    await card(back).getByRole('button', { name: 'Discard' }).click();
    await expect(card(back)).toHaveCount(0);
    expect(await keptFiles(back)).toEqual([]);
  });
});

test('when there is no more room it ends, says so, and the file is whole', async ({ person }) => {
  test.setTimeout(180_000);
  const ana = await person('Ana', { prepare: noisyCamera });
  const { link } = await server().createMeeting();
  await ana.join(link);
  await ana.button('Record').click();
  await expectRecorded(ana, 3);
  const devtools = await ana.context.newCDPSession(ana.page);
  const noMore = async () => {
    const { origin } = server();
    await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1024 });
  };
  // The reserved space is used up first.
  const file = await stopAndSave(ana, noMore, 90_000);
  await expect(card(ana)).toContainText('There was no space left');
  await expect(sign(ana)).toBeEmpty();
  expect((await file.probe()).seconds).toBeGreaterThan(2);
  await file.expectWhole();
});

test('where the page gets no storage, memory has to do, or the person says where to', async ({
  person,
}) => {
  const ana = await person('Ana', {
    smallCameras: true,
    prepare: () => {
      const getDirectory = navigator.storage.getDirectory.bind(navigator.storage);
      StorageManager.prototype.getDirectory = () =>
        Promise.reject(new DOMException('not here', 'SecurityError'));
      Reflect.deleteProperty(window, 'showSaveFilePicker');
      // Replaces the native dialog, which tests cannot operate: cancelled first, then a file is
      // chosen.
      let asked = 0;
      const showSaveFilePicker = async ({ suggestedName }: { suggestedName: string }) => {
        asked += 1;
        if (asked === 1) throw new DOMException('cancelled', 'AbortError');
        const root = await getDirectory();
        return root.getFileHandle(suggestedName, { create: true });
      };
      Object.assign(window, {
        offerPicker: () => Object.assign(window, { showSaveFilePicker }),
        chosen: async () => {
          const root = await getDirectory();
          for await (const name of root.keys()) {
            const file = await (await root.getFileHandle(name)).getFile();
            return { name, type: file.type, size: file.size };
          }
          return null;
        },
      });
    },
  });
  const { link } = await server().createMeeting();
  await ana.join(link);

  await test.step('memory has to do', async () => {
    await ana.button('Record').click();
    await expect(ana.page.getByText('the recording stays in memory')).toBeVisible();
    await expectRecorded(ana, 2);
    const file = await stopAndSave(ana);
    expect((await file.probe()).seconds).toBeGreaterThan(1);
    await file.expectWhole();
    await ana.button('Remove copy').click();
    await expect(card(ana)).toHaveCount(0);
  });

  await test.step('the person says where to, and may think better of it', async () => {
    await ana.page.evaluate(() => {
      (window as unknown as { offerPicker(): void }).offerPicker();
    });
    await ana.button('Record').click();
    await expect(ana.button('Record')).not.toHaveAttribute('aria-disabled');
    await expect(sign(ana)).toBeEmpty();
    await ana.button('Record').click();
    await expectRecorded(ana, 2);
    await ana.button('Stop recording').click();
    await expect(card(ana)).toContainText('Recording saved');
    const chosen = await ana.page.evaluate(() =>
      (window as unknown as { chosen(): Promise<{ name: string; size: number }> }).chosen(),
    );
    expect(chosen.name).toMatch(/^Convene .*\.webm$/);
    expect(chosen.size).toBeGreaterThan(10_000);
    await ana.button('Close').click();
    await expect(card(ana)).toHaveCount(0);
  });

  await test.step('a browser that cannot record says so, and nobody is told that it does', async () => {
    await ana.page.evaluate(() => {
      Reflect.deleteProperty(window, 'VideoEncoder');
    });
    await ana.button('Record').click();
    await expect(ana.page.getByText('This browser cannot record')).toBeVisible();
    await expect(ana.button('Record')).toBeVisible();
    await expect(sign(ana)).toBeEmpty();
  });
});
