import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { FirefoxPerson, launchFirefox } from '../../support/firefox.ts';
import { expectRising } from '../../support/media.ts';
import { expect, test } from '../../support/meeting.ts';
import { RecordedFile, sign } from '../../support/recording.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

test('Firefox records, and Chromium is shown it', async ({ person }) => {
  test.setTimeout(120_000);
  const downloads = test.info().outputPath('downloads');
  const firefox = await launchFirefox(downloads);
  try {
    const fox = await FirefoxPerson.open(firefox, 'Fox');
    // Wide enough for everything to stand in the bar.
    await fox.page.setViewport({ width: 1280, height: 800 });
    const chrome = await person('Chrome');
    const { link } = await server().createMeeting();
    await Promise.all([fox.join(link), chrome.join(link)]);
    await expectRising(fox, 'Chrome');

    await fox.press('Record');
    await expect(sign(chrome)).toHaveText('Fox is recording');
    await fox.page.waitForFunction(
      () =>
        // On a busy machine the encoder begins a second or two after the clock.
        /0:(0[89]|[1-5]\d)/.test(
          document.querySelector('[role=timer][aria-label=Recorded]')?.textContent ?? '',
        ),
      { timeout: 60_000 },
    );
    await fox.press('Stop recording');
    await expect(sign(chrome)).toBeEmpty();
    const saved = async () => {
      const names = await readdir(downloads).catch(() => []);
      return names.filter((name) => name.endsWith('.webm')).length === names.length && names[0];
    };
    await expect.poll(saved, { message: 'the download', timeout: 30_000 }).toBeTruthy();
    const file = RecordedFile.at(join(downloads, (await saved()) || ''));
    const found = await file.probe();
    expect(found).toMatchObject({ audio: 'opus', size: '1280x720' });
    expect(found.seconds).toBeGreaterThan(4);
    await file.expectWhole();
    expect(await file.differentPictures(1)).toBeGreaterThan(5);
    expect(await file.volume()).toBeGreaterThan(-40);
    expect(fox.errors).toEqual([]);
  } finally {
    await firefox.close();
  }
});
