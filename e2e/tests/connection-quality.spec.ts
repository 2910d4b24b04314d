import { AxeBuilder } from '@axe-core/playwright';
import type { Locator } from '@playwright/test';

import { expect, Person, test } from '../support/meeting.ts';
import { useServer } from '../support/server.ts';

const server = useServer();

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function openDetails(person: Person): Promise<Locator> {
  await person.button('Devices').click();
  await person.button('Connection details').click();
  const dialog = person.page.getByRole('dialog', { name: 'Connection details' });
  await expect(dialog).toBeVisible();
  return dialog;
}

/** The cells beside the name of a row. */
function figures(table: Locator, name: string): Locator {
  return table
    .getByRole('row')
    .filter({ has: table.page().getByRole('rowheader', { name, exact: true }) })
    .getByRole('cell');
}

test('the details tell how the media of the other gets through', async ({ person }) => {
  const ana = await person('Ana');
  const ben = await person('Ben');
  const { link } = await server().createMeeting();
  await ana.join(link);

  const dialog = await openDetails(ana);
  await expect(
    dialog.getByText('There is nobody to exchange picture and sound with'),
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
    await expect(figures(table, 'Loss').nth(direction)).toHaveText(/^\d{1,2}\.\d %$/);
  }
  await expect(figures(table, 'Round trip')).toHaveText(/^\d{1,3} ms$/);
  await expect(figures(table, 'Route')).toHaveText('Direct (UDP)');

  const own = dialog.getByRole('table', { name: 'What you send' });
  await expect(figures(own, 'Bitrate, to all')).toHaveText(/^[1-9]\d{1,4} kbit\/s$/);
  await expect(figures(own, 'Resolution')).toHaveText(/^\d{2,4} × \d{2,4}$/);

  await test.step('it goes on by itself and leaves the focus where it is', async () => {
    const close = dialog.getByRole('button', { name: 'Close', exact: true });
    await close.focus();
    const before = await table.textContent();
    await expect.poll(() => table.textContent()).not.toBe(before);
    await expect(close).toBeFocused();
  });

  await test.step('axe finds nothing', async () => {
    const { violations, passes } = await new AxeBuilder({ page: ana.page })
      .withTags(TAGS)
      .analyze();
    expect(passes.length).toBeGreaterThan(5);
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target}`)).toEqual([]);
  });

  await test.step('a camera that is off has no figures', async () => {
    await ben.button('Turn off camera').click();
    await expect(figures(table, 'Codec').nth(0)).toContainText('not known');
    await expect(figures(table, 'Resolution').nth(0)).toContainText('not known');
    await expect(figures(table, 'Codec').nth(1)).not.toContainText('not known');
  });

  await test.step('and closing leads back to the devices', async () => {
    await ana.page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(ana.button('Connection details')).toBeFocused();
    await ana.page.keyboard.press('Escape');
    await expect(ana.button('Devices')).toBeFocused();
  });

  await ben.leave();
  await openDetails(ana);
  await expect(dialog.getByRole('table')).toHaveCount(0);
});

test('a long way shows on the tile, says what to do, and goes when it is over', async ({
  person,
}) => {
  test.setTimeout(90_000);
  const ana = await person('Ana', {
    // The statistics of a long way; media itself is untouched.
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
  });
  const ben = await person('Ben');
  const { link } = await server().createMeeting();
  await ana.join(link);
  await ben.join(link);
  await Person.expectAllMeet([ana, ben]);
  const tile = ana.tile('Ben');

  await ana.page.evaluate(() => {
    document.documentElement.dataset.longWay = 'yes';
  });
  await expect(tile.getByText('Poor connection')).toBeAttached({ timeout: 20_000 });
  await expect(ben.tile('Ana').getByText('Poor connection')).not.toBeAttached();

  const dialog = await openDetails(ana);
  await expect(figures(dialog.getByRole('table', { name: 'Ben' }), 'Round trip')).toHaveText(
    '800 ms',
  );
  await expect(dialog.getByText('What is said arrives late.').first()).toBeVisible();
  await expect(dialog.getByText('Switch off a VPN').first()).toBeVisible();
  await ana.page.keyboard.press('Escape');
  await ana.page.keyboard.press('Escape');

  await ana.page.evaluate(() => {
    delete document.documentElement.dataset.longWay;
  });
  await expect(tile.getByText('Poor connection')).not.toBeAttached({ timeout: 25_000 });
});
