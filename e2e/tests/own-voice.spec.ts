import type { Locator } from '@playwright/test';

import { expectAccessible } from '../support/accessible.ts';
import { expectRising, received } from '../support/media.ts';
import { expect, type Person, test } from '../support/meeting.ts';
import { useServer } from '../support/server.ts';
import { LOUD, QUIET, speakAt, withVoice } from '../support/voice.ts';

const server = useServer();

function notice(person: Person, words: string): Locator {
  return person.page.getByRole('status').filter({ hasText: words });
}

test('who speaks muted is told, and is not heard until they unmute', async ({ person }) => {
  const ana = await person('Ana', { prepare: withVoice });
  const ben = await person('Ben');
  const { link } = await server().createMeeting();
  await ana.join(link);
  await ben.join(link);
  await speakAt(ana.page, LOUD);
  await expectRising(ben.page, 'Ana', ['frames', 'audioEnergy']);
  const muted = notice(ana, 'You are muted');

  await ana.button('Mute').click();
  await expect(muted).toBeVisible();
  await expect(muted).toContainText('Press M to unmute, or hold Space to talk.');
  await expectAccessible(ana.page, 'told of being muted');

  await test.step('what is listened to is not sent', async () => {
    await expect(ben.tile('Ana').getByText('Microphone off')).toBeAttached();
    const before = (await received(ben.page, 'Ana'))?.audioEnergy ?? 0;
    await expectRising(ben.page, 'Ana', ['frames']);
    expect((await received(ben.page, 'Ana'))?.audioEnergy ?? 0).toBeCloseTo(before, 3);
    const sent = await ana.page.evaluate(() =>
      window.e2e
        .peers()
        .flatMap((peer) => peer.getSenders())
        .flatMap(({ track }) => (track?.kind === 'audio' ? [track.enabled] : [])),
    );
    expect(sent).toEqual([false]);
  });

  await ana.button('Unmute microphone').click();
  await expect(muted).toBeHidden();
  await expect(ana.button('Mute')).toBeFocused();
  await expectRising(ben.page, 'Ana', ['audioEnergy']);
});

test('who has muted before joining is told in the meeting', async ({ person }) => {
  const ana = await person('Ana');
  const { link } = await server().createMeeting();
  await ana.page.goto(link);
  await ana.button('Mute').click();
  await ana.joinNow();
  await expect(notice(ana, 'You are muted')).toBeVisible();
});

test('a muted microphone is not listened to by who does not want that', async ({ person }) => {
  const ana = await person('Ana');
  const { link } = await server().createMeeting();
  await ana.join(link);
  const tracks = () => ana.page.evaluate(() => window.e2e.live().tracks);
  await expect.poll(tracks).toBe(2);
  await ana.button('Mute').click();
  await expect.poll(tracks).toBe(3);

  await ana.button('Devices').click();
  await ana.page.getByRole('checkbox', { name: 'Notice when I speak muted' }).uncheck();
  await expect.poll(tracks).toBe(2);
  await ana.page.reload();
  await ana.joinNow();
  await expect(ana.button('Unmute')).toBeVisible();
  await ana.button('Unmute').click();
  await expect.poll(tracks).toBe(2);
  await ana.button('Mute').click();
  await expect(ana.button('Unmute')).toBeVisible();
  expect(await tracks()).toBe(2);
});

test('a microphone that gives no sound at all is told from a quiet person', async ({ person }) => {
  const quiet = await person('Quiet', { prepare: withVoice });
  const dead = await person('Dead', { prepare: withVoice });
  const { link } = await server().createMeeting();
  await quiet.page.goto(link);
  await speakAt(quiet.page, QUIET);
  await quiet.joinNow();
  await dead.page.goto(link);
  await speakAt(dead.page, LOUD);
  await dead.joinNow();
  await expectRising(quiet.page, 'Dead', ['audioEnergy']);

  await speakAt(dead.page, 0);
  const silent = notice(dead, 'No sound arrives from your microphone');
  await expect(silent).toBeVisible();
  await expect(silent).toContainText('The others cannot hear you');
  await expect(notice(quiet, 'No sound arrives')).toBeHidden();
  await expectAccessible(dead.page, 'a silent microphone');

  await silent.getByRole('button', { name: 'Choose another microphone' }).click();
  const dialog = dead.page.getByRole('dialog', { name: 'Devices' });
  await expect(dialog.getByRole('combobox', { name: 'Microphone' })).toBeVisible();
  await expect(dialog.getByText('No sound arrives. Look for a switch')).toBeVisible();
  await dead.page.keyboard.press('Escape');

  await test.step('and goes when it is heard again', async () => {
    await expect(silent).toBeVisible();
    await speakAt(dead.page, LOUD);
    await expect(silent).toBeHidden();
  });
  await expect(notice(quiet, 'No sound arrives')).toBeHidden();
});

test('one may wave the notice of a silent microphone aside', async ({ person }) => {
  const ana = await person('Ana', { prepare: withVoice });
  const { link } = await server().createMeeting();
  await ana.join(link);
  const silent = notice(ana, 'No sound arrives from your microphone');
  await silent.getByRole('button', { name: 'Dismiss' }).click();
  await expect(silent).toBeHidden();
});

test('a microphone that the system holds back, or that went, is told of', async ({ person }) => {
  const ana = await person('Ana', {
    prepare: () => {
      const getUserMedia = navigator.mediaDevices.getUserMedia;
      navigator.mediaDevices.getUserMedia = async (constraints) => {
        if (constraints?.audio && sessionStorage.getItem('unplugged')) {
          throw new DOMException('Requested device not found', 'NotFoundError');
        }
        return getUserMedia(constraints);
      };
    },
  });
  const ben = await person('Ben');
  const { link } = await server().createMeeting();
  await ana.join(link);
  await ben.join(link);
  await expectRising(ben.page, 'Ana', ['audioEnergy']);

  const holdBack = (held: boolean) =>
    ana.page.evaluate((muted) => {
      for (const { track } of window.e2e.peers().flatMap((peer) => peer.getSenders())) {
        // Only the system can do it; a script can but pretend.
        if (track?.kind === 'audio')
          Object.defineProperty(track, 'muted', { value: muted, configurable: true });
      }
    }, held);
  const held = notice(ana, 'Your microphone is held back');
  await holdBack(true);
  await expect(held.getByRole('button', { name: 'Choose another microphone' })).toBeVisible();
  await holdBack(false);
  await expect(held).toBeHidden();

  await ana.page.evaluate(() => {
    sessionStorage.setItem('unplugged', 'yes');
    for (const { track } of window.e2e.peers().flatMap((peer) => peer.getSenders())) {
      if (track?.kind !== 'audio') continue;
      // As the browser does it: a script's `stop` fires no event.
      track.stop();
      track.dispatchEvent(new Event('ended'));
    }
  });
  const gone = notice(ana, 'Your microphone was disconnected');
  await expect(gone.getByRole('button', { name: 'Choose another microphone' })).toBeVisible();
  await expect(ben.tile('Ana').getByText('Microphone off')).toBeAttached();

  await test.step('and is taken up when it is back', async () => {
    await ana.page.evaluate(() => {
      sessionStorage.removeItem('unplugged');
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    });
    await expect(gone.getByRole('button', { name: 'Choose another microphone' })).toBeHidden();
    await expectRising(ben.page, 'Ana', ['audioEnergy']);
  });
});

/** How the voice that is sent is processed, by the browser's own word. */
function sentVoice(person: Person): Promise<string[]> {
  return person.page.evaluate(() =>
    window.e2e
      .peers()
      .flatMap((peer) => peer.getSenders())
      .flatMap(({ track }) => {
        if (track?.kind !== 'audio') return [];
        const { echoCancellation, noiseSuppression, autoGainControl } = track.getSettings();
        return [`${echoCancellation} ${noiseSuppression} ${autoGainControl}`];
      }),
  );
}

test('echo cancellation, noise suppression and gain control are switched while one talks', async ({
  person,
}) => {
  const ana = await person('Ana');
  const ben = await person('Ben');
  const { link } = await server().createMeeting();
  await ana.join(link);
  await ben.join(link);
  await expectRising(ben.page, 'Ana', ['audioEnergy']);
  const negotiations = () =>
    ben.page.evaluate(() =>
      window.e2e.peers().map((peer) => peer.remoteDescription?.sdp.match(/^o=.*/m)?.[0]),
    );
  const before = await negotiations();
  expect(await sentVoice(ana)).toEqual(['true true true']);

  await ana.button('Devices').click();
  for (const [name, sent] of [
    ['Echo cancellation', 'false true true'],
    ['Noise suppression', 'false false true'],
    ['Automatic gain control', 'false false false'],
  ] as const) {
    await ana.page.getByRole('checkbox', { name }).uncheck();
    await expect.poll(() => sentVoice(ana)).toEqual([sent]);
  }
  await expectRising(ben.page, 'Ana', ['audioEnergy']);
  for (const [name, sent] of [
    ['Noise suppression', 'false true false'],
    ['Echo cancellation', 'true true false'],
  ] as const) {
    await ana.page.getByRole('checkbox', { name }).check();
    await expect.poll(() => sentVoice(ana)).toEqual([sent]);
  }
  await expectRising(ben.page, 'Ana', ['audioEnergy']);
  expect(await negotiations()).toEqual(before);
  await expect.poll(() => ana.page.evaluate(() => window.e2e.live().tracks)).toBe(2);

  await test.step('and it is remembered', async () => {
    await ana.page.reload();
    await ana.joinNow();
    await expectRising(ben.page, 'Ana', ['audioEnergy']);
    await expect.poll(() => sentVoice(ana)).toEqual(['true true false']);
    await ana.button('Devices').click();
    await expect(
      ana.page.getByRole('checkbox', { name: 'Automatic gain control' }),
    ).not.toBeChecked();
    await expect(ana.page.getByRole('checkbox', { name: 'Echo cancellation' })).toBeChecked();
  });
});

test('what cannot be switched says why', async ({ person }) => {
  const ana = await person('Ana', {
    prepare: () => {
      const known = navigator.mediaDevices.getSupportedConstraints();
      navigator.mediaDevices.getSupportedConstraints = () => ({ ...known, autoGainControl: false });
      const capabilities = MediaStreamTrack.prototype.getCapabilities;
      MediaStreamTrack.prototype.getCapabilities = function () {
        return { ...capabilities.call(this), echoCancellation: [true] };
      };
    },
  });
  const { link } = await server().createMeeting();
  await ana.join(link);
  await ana.button('Devices').click();
  const box = (name: string) => ana.page.getByRole('checkbox', { name });
  await expect(box('Automatic gain control')).toBeDisabled();
  await expect(box('Automatic gain control')).toHaveAccessibleDescription(/This browser/);
  await expect(box('Echo cancellation')).toBeDisabled();
  await expect(box('Echo cancellation')).toBeChecked();
  await expect(box('Echo cancellation')).toHaveAccessibleDescription(/This microphone/);
  await expect(box('Noise suppression')).toBeEnabled();
});
