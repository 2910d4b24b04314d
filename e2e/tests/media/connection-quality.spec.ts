import type { Locator } from '@playwright/test';

import { expectAccessible } from '../../support/accessible.ts';
import { CHROMIUM, chromiumArgs } from '../../support/browsers.ts';
import { expect, Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

// These tests judge figures of a usual camera.
test.use({
  launchOptions: { executablePath: CHROMIUM, args: chromiumArgs({ framesPerSecond: 20 }) },
});

const server = useServer();

async function openDetails(person: Person): Promise<Locator> {
  await person.button('Settings').click();
  await person.button('Connection details').click();
  const dialog = person.page.getByRole('dialog', { name: 'Connection details' });
  await expect(dialog).toBeVisible();
  return dialog;
}

/** Cells of a person's row. */
function figures(table: Locator, name: string): Locator {
  return table
    .getByRole('row')
    .filter({ has: table.page().getByRole('rowheader', { name, exact: true }) })
    .getByRole('cell');
}

test('the details tell how the media of the other gets through; a long way shows on the tile', async ({
  person,
}) => {
  test.setTimeout(90_000);
  const [ana, ben] = await Promise.all([
    person('Ana', {
      // Fakes the statistics of a slow connection; media itself is untouched.
      prepare: () => {
        const original = RTCPeerConnection.prototype.getStats;
        RTCPeerConnection.prototype.getStats = async function (this: RTCPeerConnection) {
          const report = await original.call(this);
          if (!document.documentElement.dataset.longWay) return report;
          const changed = [...report].map(([id, stat]) => [
            id,
            stat.type === 'candidate-pair' ? { ...stat, currentRoundTripTime: 0.8 } : stat,
          ]);
          return new Map(changed as [string, unknown][]) as unknown as RTCStatsReport;
        } as typeof original;
      },
    }),
    person('Ben'),
  ]);
  const { link } = await server().createMeeting();
  await ana.join(link);

  const dialog = await openDetails(ana);
  await expect(
    dialog.getByText('No one else is here yet, so there is nothing to measure'),
  ).toBeVisible();
  await ben.join(link);
  await expect(dialog.getByRole('heading', { name: 'Ben' })).toBeVisible();
  const table = dialog.getByRole('table', { name: 'Ben', exact: true });
  await expect(table).toBeVisible();

  for (const direction of [0, 1]) {
    await expect(figures(table, 'Codec').nth(direction)).toHaveText(/^(VP8|VP9|AV1|H264|H265)$/);
    await expect(figures(table, 'Resolution').nth(direction)).toHaveText(/^\d{2,4} × \d{2,4}$/);
    await expect(figures(table, 'Frame rate').nth(direction)).toHaveText(/^[1-9]\d? per second$/);
    await expect(figures(table, 'Bitrate').nth(direction)).toHaveText(/^[1-9]\d{1,4} kbit\/s$/);
    await expect(figures(table, 'Loss').nth(direction)).toHaveText(/^\d{1,2}\.\d%$/);
  }
  await expect(figures(table, 'Round trip')).toHaveText(/^\d{1,3} ms$/);
  await expect(figures(table, 'Route')).toHaveText('Direct (UDP)');

  const own = dialog.getByRole('table', { name: 'What you send' });
  await expect(figures(own, 'Bitrate, to all')).toHaveText(/^[1-9]\d{1,4} kbit\/s$/);
  await expect(figures(own, 'Resolution')).toHaveText(/^\d{2,4} × \d{2,4}$/);

  await expectAccessible(ana.page, 'connection details');

  await Person.expectAllMeet([ana, ben]);
  const tile = ana.tile('Ben');
  await ana.page.evaluate(() => {
    document.documentElement.dataset.longWay = 'yes';
  });

  await test.step('it goes on by itself and leaves the focus where it is', async () => {
    const close = dialog.getByRole('button', { name: 'Close', exact: true });
    await close.focus();
    const before = await table.textContent();
    await expect.poll(() => table.textContent()).not.toBe(before);
    await expect(close).toBeFocused();
  });

  await test.step('a long way shows on the tile and says what to do', async () => {
    await expect(tile.getByText('Poor connection')).toBeAttached({ timeout: 20_000 });
    await expect(ben.tile('Ana').getByText('Poor connection')).not.toBeAttached();
    await expect(figures(table, 'Round trip')).toHaveText('800 ms');
    await expect(dialog.getByText('Sound and video arrive late.').first()).toBeVisible();
    await expect(dialog.getByText('Turn off your VPN').first()).toBeVisible();
    await ana.page.evaluate(() => {
      delete document.documentElement.dataset.longWay;
    });
  });

  await test.step('a camera that is off has no figures', async () => {
    await ben.button('Turn off camera').click();
    await expect(figures(table, 'Codec').nth(0)).toContainText('Unknown');
    await expect(figures(table, 'Resolution').nth(0)).toContainText('Unknown');
    await expect(figures(table, 'Codec').nth(1)).not.toContainText('Unknown');
  });

  await test.step('and closing leads back to the devices', async () => {
    await ana.page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(ana.button('Connection details')).toBeFocused();
    await ana.page.keyboard.press('Escape');
    await expect(ana.button('Settings')).toBeFocused();
  });

  await test.step('the notice on the tile goes when the long way is over', async () => {
    await expect(tile.getByText('Poor connection')).not.toBeAttached({ timeout: 25_000 });
  });

  await ben.leave();
  await openDetails(ana);
  await expect(dialog.getByRole('table')).toHaveCount(0);
});
