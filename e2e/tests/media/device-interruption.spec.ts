import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

// These tests judge what is shown and asked for, not the quality of pictures.
test.use({ smallCameras: true });

const server = useServer();

/**
 * Runs in the page. The system takes the devices on the event `take`, and gives the same tracks back
 * on `give`; on `keep` it does not, and the page is shown again.
 */
function controlSystem(): void {
  const devices = navigator.mediaDevices;
  const { getUserMedia } = devices;
  let tracks: MediaStreamTrack[] = [];
  devices.getUserMedia = async (constraints) => {
    document.documentElement.dataset.asked = String(
      Number(document.documentElement.dataset.asked ?? 0) + 1,
    );
    const stream = await getUserMedia(constraints);
    tracks.push(...stream.getTracks());
    return stream;
  };
  const become = (muted: boolean): void => {
    tracks = tracks.filter(({ readyState }) => readyState === 'live');
    for (const track of tracks) {
      Object.defineProperty(track, 'muted', { configurable: true, value: muted });
      track.dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
    }
  };
  document.addEventListener('take', () => become(true));
  document.addEventListener('give', () => become(false));
}

test('a telephone call takes microphone and camera: they show as off, and come back', async ({
  person,
}) => {
  const [ana, ben] = await Promise.all([person('Ana'), person('Ben', { prepare: controlSystem })]);
  const { link } = await server().createMeeting();
  await ana.join(link);
  await ben.join(link);
  const tell = (event: string) =>
    ben.page.evaluate((name) => document.dispatchEvent(new Event(name)), event);
  const seen = ana.tile('Ben');
  const expectOff = async () => {
    await expect(seen.getByText('Microphone off')).toBeAttached();
    await expect(seen.getByText('Camera off')).toBeAttached();
    await expect(ben.button('Unmute')).toBeVisible();
    await expect(ben.button('Turn on camera')).toBeVisible();
  };
  const expectOn = async () => {
    await expect(seen.getByText('Microphone off')).not.toBeAttached();
    await expect(seen.getByText('Camera off')).not.toBeAttached();
    await expect(ben.button('Mute')).toBeVisible();
    await expect(ben.button('Turn off camera')).toBeVisible();
  };
  await expectOn();
  const asked = () => ben.page.locator('html').getAttribute('data-asked');
  const before = await asked();

  await test.step('the system gives them back', async () => {
    await tell('take');
    await expectOff();
    await tell('give');
    await expectOn();
    expect(await asked()).toBe(before);
  });

  await test.step('the system does not, and the page captures them anew once it is shown', async () => {
    await tell('take');
    await expectOff();
    await tell('visibilitychange');
    await expectOn();
    expect(Number(await asked())).toBeGreaterThan(Number(before));
  });
});

test('a question of the browser that was closed does not come twice', async ({ person }) => {
  const ana = await person('Ana', {
    prepare: () => {
      navigator.mediaDevices.getUserMedia = async () => {
        const { dataset } = document.documentElement;
        dataset.asked = String(Number(dataset.asked ?? 0) + 1);
        throw new DOMException('Permission dismissed', 'NotAllowedError');
      };
    },
  });
  const { link } = await server().createMeeting();
  await ana.page.goto(link);
  const asked = ana.page.locator('html');
  await expect(ana.page.getByText('Camera and microphone access is blocked')).toBeVisible();
  await expect(asked).toHaveAttribute('data-asked', '1');
  await ana.field('Your name').fill('Ana');
  await ana.joinNow();
  await expect(ana.button('Unmute')).toBeVisible();
  await expect(asked).toHaveAttribute('data-asked', '1');
});

test('the speaker is chosen in the browser’s own dialog, and used for who is there already', async ({
  person,
}) => {
  const [ana, ben] = await Promise.all([
    person('Ana'),
    person('Ben', {
      prepare: () => {
        // Like Firefox: a speaker is listed once it was chosen in the browser's own dialog.
        const { enumerateDevices } = navigator.mediaDevices;
        let headset = false;
        const speaker = {
          kind: 'audiooutput',
          deviceId: 'headset',
          label: 'Headset',
          groupId: '',
        } as MediaDeviceInfo;
        navigator.mediaDevices.enumerateDevices = async () => {
          const all = await enumerateDevices.call(navigator.mediaDevices);
          const inputs = all.filter(({ kind }) => kind !== 'audiooutput');
          return headset ? [...inputs, speaker] : inputs;
        };
        Object.assign(navigator.mediaDevices, {
          selectAudioOutput: async () => {
            headset = true;
            return speaker;
          },
        });
        document.addEventListener('plug', (event) => {
          headset = (event as CustomEvent<boolean>).detail;
          navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
        });
        HTMLMediaElement.prototype.setSinkId = async function (id: string) {
          this.dataset.sink = id;
        };
      },
    }),
  ]);
  const { link } = await server().createMeeting();
  await ana.join(link);
  await ben.join(link);
  const outputs = ben.page.locator('audio');
  const expectSink = async (id: string) => {
    await expect(outputs).not.toHaveCount(0);
    await expect(ben.page.locator(`audio:not([data-sink="${id}"])`)).toHaveCount(0);
  };
  await expectSink('');
  await ben.button('Settings').click();
  const dialog = ben.page.getByRole('dialog', { name: 'Settings' });
  await dialog.getByRole('button', { name: 'Choose another speaker' }).click();
  await expect(dialog.getByRole('combobox', { name: 'Speaker' })).toHaveValue('headset');
  await expectSink('headset');
  const plug = (is: boolean) =>
    ben.page.evaluate((detail) => document.dispatchEvent(new CustomEvent('plug', { detail })), is);
  await plug(false);
  await expectSink('');
  await plug(true);
  await expectSink('headset');
});
