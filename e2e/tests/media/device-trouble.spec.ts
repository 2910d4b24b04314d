import { type Browser, chromium } from '@playwright/test';

import { CHROMIUM, chromiumArgs } from '../../support/browsers.ts';
import { expectRising } from '../../support/media.ts';
import { expect, type Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

// These tests judge whether media flows, not its quality.
test.use({ smallCameras: true });

const server = useServer();

/** Browser that refuses devices which its context does not permit. */
let asking: Browser;
test.beforeAll(async () => {
  asking = await chromium.launch({
    executablePath: CHROMIUM,
    args: chromiumArgs({ answerYes: false }),
  });
});
test.afterAll(() => asking.close());

/** Asserts that a guest without devices sees and hears the others, who see both marked off. */
async function expectGuest(guest: Person, host: Person): Promise<void> {
  await guest.joinNow();
  await expect(guest.tile(host.name)).toBeVisible();
  await expectRising(guest.page, host.name);
  await expect(host.tile(guest.name).getByText('Camera off')).toBeAttached();
  await expect(host.tile(guest.name).getByText('Microphone off')).toBeAttached();
}

/** Asserts a device's notice: title and advice. */
async function expectNotice(guest: Person, title: string, advice: RegExp): Promise<void> {
  const notice = guest.page.getByRole('status').filter({ hasText: title });
  await expect(notice).toBeVisible();
  await expect(notice).toContainText(advice);
  await expect(notice.getByRole('button', { name: 'Try again' })).toBeVisible();
}

/** Lets a guest leave, so that the next guest can come. */
async function goodbye(guest: Person, host: Person): Promise<void> {
  await guest.leave();
  await guest.context.close();
  await expect(host.tile(guest.name)).toHaveCount(0);
}

test('refused devices are reported, and work once they are allowed', async ({ person }) => {
  const host = await person('Host');
  const { link } = await server().createMeeting();
  await host.join(link);

  await test.step('only the camera is refused: the microphone works', async () => {
    const guest = await person('Guest', { browser: asking, permissions: ['microphone'] });
    await guest.page.goto(link);
    await expectNotice(guest, 'Camera access is blocked', /You can join without a camera/);
    await expect(guest.page.getByText('camera and microphone')).toHaveCount(0);
    await guest.joinNow();
    await expectRising(guest.page, 'Host');
    await expectRising(host.page, 'Guest', ['audioEnergy']);
    await expect(host.tile('Guest').getByText('Camera off')).toBeAttached();
    await expect(host.tile('Guest').getByText('Microphone off')).not.toBeAttached();

    await test.step('pressing the switch in the meeting leads to what is wrong', async () => {
      await guest.button('Turn on camera').click();
      const dialog = guest.page.getByRole('dialog', { name: 'Settings' });
      await expect(dialog.getByText('Camera access is blocked')).toBeVisible();
      await guest.page.keyboard.press('Escape');
    });
    await goodbye(guest, host);
  });

  await test.step('camera and microphone are refused, then allowed', async () => {
    const guest = await person('Guest', { browser: asking, permissions: [] });
    await guest.page.goto(link);
    await expectNotice(
      guest,
      'Camera and microphone access is blocked',
      /Click the icon to the left of the address.*You can join without a camera and microphone/,
    );
    await expect(guest.combobox('Camera')).toContainText('Blocked');
    await expectGuest(guest, host);

    // The advice works in the meeting too, without a reload.
    await guest.context.grantPermissions(['camera', 'microphone']);
    await expect(host.tile('Guest').getByText('Camera off')).not.toBeAttached();
    await expectRising(host.page, 'Guest');
  });
});

test('missing and occupied devices are reported', async ({ person }) => {
  const host = await person('Host');
  const { link } = await server().createMeeting();
  await host.join(link);

  await test.step('there is no device at all', async () => {
    const guest = await person('Guest', {
      prepare: () => {
        navigator.mediaDevices.getUserMedia = async () => {
          throw new DOMException('Requested device not found', 'NotFoundError');
        };
        navigator.mediaDevices.enumerateDevices = async () => [];
      },
    });
    await guest.page.goto(link);
    await expectNotice(guest, 'No camera or microphone found', /Plug one in/);
    await expect(guest.combobox('Camera')).toContainText('No camera found');
    await expect(guest.combobox('Microphone')).toContainText('No microphone found');
    await expectGuest(guest, host);
    await goodbye(guest, host);
  });

  await test.step('the camera is in use by another program until it is let go', async () => {
    const guest = await person('Guest', {
      prepare: () => {
        const getUserMedia = navigator.mediaDevices.getUserMedia;
        navigator.mediaDevices.getUserMedia = async (constraints) => {
          if (constraints?.video && !sessionStorage.getItem('let-go')) {
            throw new DOMException('Could not start video source', 'NotReadableError');
          }
          return getUserMedia(constraints);
        };
      },
    });
    await guest.page.goto(link);
    await expectNotice(guest, 'Another app is using your camera', /Close the other app/);
    await guest.joinNow();
    await expectRising(guest.page, 'Host');
    await expectRising(host.page, 'Guest', ['audioBytes']);
    await expect(host.tile('Guest').getByText('Camera off')).toBeAttached();

    await guest.page.evaluate(() => sessionStorage.setItem('let-go', 'yes'));
    await guest.button('Turn on camera').click();
    await expect(host.tile('Guest').getByText('Camera off')).not.toBeAttached();
    await expectRising(host.page, 'Guest');
  });
});
