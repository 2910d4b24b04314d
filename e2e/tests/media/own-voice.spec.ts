import type { Locator } from '@playwright/test';

import { expectAccessible } from '../../support/accessible.ts';
import { expectRising, received } from '../../support/media.ts';
import { expect, Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';
import { LOUD, QUIET, speakAt, withVoice } from '../../support/voice.ts';

// These tests judge sound, not pictures.
test.use({ smallCameras: true });

const server = useServer();

function notice(person: Person, words: string): Locator {
  return person.page.getByRole('status').filter({ hasText: words });
}

test('who speaks muted is told, and is not heard until they unmute', async ({ person }) => {
  const [ana, ben] = await Promise.all([person('Ana', { prepare: withVoice }), person('Ben')]);
  const { link } = await server().createMeeting();
  await Person.joinAll([ana, ben], link);
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

  await test.step('who has muted before joining is told in the meeting', async () => {
    await ana.leave();
    await ana.button('Rejoin').click();
    await ana.button('Mute').click();
    await ana.joinNow();
    await expect(muted).toBeVisible();
  });
});

test('a microphone that gives no sound at all is told from a quiet person', async ({ person }) => {
  const [quiet, dead, alone] = await Promise.all([
    person('Quiet', { prepare: withVoice }),
    person('Dead', { prepare: withVoice }),
    person('Alone', { prepare: withVoice }),
  ]);
  const { link } = await server().createMeeting();
  const joinSpeaking = async (one: Person, level: number): Promise<void> => {
    await one.page.goto(link);
    await speakAt(one.page, level);
    await one.joinNow();
  };
  await Promise.all([
    joinSpeaking(quiet, QUIET),
    joinSpeaking(dead, LOUD),
    alone.join((await server().createMeeting()).link),
  ]);
  await expectRising(quiet.page, 'Dead', ['audioEnergy']);

  await speakAt(dead.page, 0);
  const silent = notice(dead, 'Your microphone is silent');
  await expect(silent).toBeVisible();
  await expect(silent).toContainText('Others cannot hear you');
  await expect(notice(quiet, 'Your microphone is silent')).toBeHidden();
  await expectAccessible(dead.page, 'a silent microphone');

  await silent.getByRole('button', { name: 'Choose another microphone' }).click();
  const dialog = dead.page.getByRole('dialog', { name: 'Settings' });
  await expect(dialog.getByRole('combobox', { name: 'Microphone' })).toBeVisible();
  await expect(dialog.getByText('No sound is coming in. Check for a mute switch')).toBeVisible();
  await dead.page.keyboard.press('Escape');

  await test.step('and goes when it is heard again', async () => {
    await expect(silent).toBeVisible();
    await speakAt(dead.page, LOUD);
    await expect(silent).toBeHidden();
  });
  await expect(notice(quiet, 'Your microphone is silent')).toBeHidden();

  await test.step('the notice can be dismissed', async () => {
    const dismissible = notice(alone, 'Your microphone is silent');
    await dismissible.getByRole('button', { name: 'Dismiss' }).click();
    await expect(dismissible).toBeHidden();
  });
});

/** Voice processing of the sent track, as the browser reports it. */
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

test('microphone settings apply at once and are remembered; a microphone that stops is reported', async ({
  person,
}) => {
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
  const tracks = () => ana.page.evaluate(() => window.e2e.live().tracks);

  await test.step('a muted microphone is not listened to by who does not want that', async () => {
    await expect.poll(tracks).toBe(2);
    await ana.button('Mute').click();
    await expect.poll(tracks).toBe(3);

    await ana.button('Settings').click();
    await ana.page.getByRole('checkbox', { name: 'Warn me if I talk while muted' }).uncheck();
    await expect.poll(tracks).toBe(2);
    await ana.page.reload();
    await ana.joinNow();
    await expect(ana.button('Unmute')).toBeVisible();
    await ana.button('Unmute').click();
    await expect.poll(tracks).toBe(2);
    await ana.button('Mute').click();
    await expect(ana.button('Unmute')).toBeVisible();
    expect(await tracks()).toBe(2);
    await ana.button('Settings').click();
    await ana.page.getByRole('checkbox', { name: 'Warn me if I talk while muted' }).check();
    await ana.page.keyboard.press('Escape');
    await ana.button('Unmute').click();
  });

  await ben.join(link);
  await test.step('echo cancellation, noise suppression and gain control are switched while one talks', async () => {
    await expectRising(ben.page, 'Ana', ['audioEnergy']);
    const negotiations = () =>
      ben.page.evaluate(() =>
        window.e2e.peers().map((peer) => peer.remoteDescription?.sdp.match(/^o=.*/m)?.[0]),
      );
    const before = await negotiations();
    expect(await sentVoice(ana)).toEqual(['true true true']);

    await ana.button('Settings').click();
    for (const [name, sent] of [
      ['Echo cancellation', 'false true true'],
      ['Noise suppression', 'false false true'],
      ['Automatic volume', 'false false false'],
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
    await expect.poll(tracks).toBe(2);

    await test.step('and it is remembered', async () => {
      await ana.page.reload();
      await ana.joinNow();
      await expectRising(ben.page, 'Ana', ['audioEnergy']);
      await expect.poll(() => sentVoice(ana)).toEqual(['true true false']);
      await ana.button('Settings').click();
      await expect(ana.page.getByRole('checkbox', { name: 'Automatic volume' })).not.toBeChecked();
      await expect(ana.page.getByRole('checkbox', { name: 'Echo cancellation' })).toBeChecked();
    });
    await ana.page.keyboard.press('Escape');
  });

  await test.step('a microphone that the system holds back, or that went, is told of', async () => {
    const holdBack = (held: boolean) =>
      ana.page.evaluate((muted) => {
        for (const { track } of window.e2e.peers().flatMap((peer) => peer.getSenders())) {
          // Only the system can mute a track; the script fakes it.
          if (track?.kind === 'audio')
            Object.defineProperty(track, 'muted', { value: muted, configurable: true });
        }
      }, held);
    const held = notice(ana, 'Your system muted your microphone');
    await holdBack(true);
    await expect(held.getByRole('button', { name: 'Choose another microphone' })).toBeVisible();
    await holdBack(false);
    await expect(held).toBeHidden();

    await ana.page.evaluate(() => {
      sessionStorage.setItem('unplugged', 'yes');
      for (const { track } of window.e2e.peers().flatMap((peer) => peer.getSenders())) {
        if (track?.kind !== 'audio') continue;
        // Fires the event by hand: a script's `stop` fires none.
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
});
