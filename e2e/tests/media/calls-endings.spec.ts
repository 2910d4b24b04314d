import { CallPage } from '../../support/call-page.ts';
import { expectRising } from '../../support/media.ts';
import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

// These tests judge whether media flows, not its quality.
test.use({ smallCameras: true });

const server = useServer({
  args: ['--stranger-calls-per-minute', '1000', '--persons-per-minute', '1000'],
});

test.describe.configure({ timeout: 120_000 });

/** Runs in the page: no candidate pair ever works. */
function withoutWays(): void {
  window.RTCPeerConnection = class extends window.RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super({ ...configuration, iceServers: [], iceTransportPolicy: 'relay' });
    }
    // An ICE restart would set the servers again.
    override setConfiguration(): void {}
  };
}

test('hung up by either, gone, and failed, is told to the two and to nobody else', async ({
  person,
}) => {
  const lost = { prepare: withoutWays };
  const [ana, ben, cleo, dan, eve] = await Promise.all([
    CallPage.open(person('Ana'), server().origin),
    CallPage.open(person('Ben'), server().origin),
    CallPage.open(person('Cleo', lost), server().origin),
    CallPage.open(person('Dan', lost), server().origin),
    CallPage.open(person('Eve'), server().origin),
  ]);
  const seen = await eve.watch();
  const benId = await ben.id();

  // The failure takes as long as the media timeout.
  await cleo.ring(await dan.id());
  await dan.answer('Cleo');
  await expect(cleo.person.button('Hang up')).toBeVisible();

  await test.step('by the caller', async () => {
    await ana.ring(benId, 'Call');
    await ben.answer('Ana');
    await expectRising(ben.person.page, 'Ana', ['audioBytes']);
    await ana.hangUp();
    await ben.expectHome(/Call ended ·/);
  });
  await test.step('by the callee', async () => {
    await ana.ring(benId);
    await ben.answer('Ana');
    await CallPage.expectInCall([ana, ben]);
    await expect(ana.person.page.getByText(/joined/), 'that is the call itself').toHaveCount(0);
    for (const width of [320, 360, 390]) {
      await ben.person.page.setViewportSize({ width, height: 700 });
      for (const name of ['Mute', 'Hang up']) {
        await expect(ben.person.button(name), `${width} px`).toBeInViewport({ ratio: 1 });
      }
    }
    await ben.hangUp();
    await ana.expectHome(/Call ended ·/);
  });
  await expect(ana.recent).toHaveCount(2);
  await test.step('a caller who is gone, and a callee who is, end the call for the other', async () => {
    await ana.ring(benId);
    await expect(ben.incoming('Ana')).toBeVisible();
    await ana.person.page.goto('about:blank');
    await expect(ben.incoming('Ana')).toBeHidden({ timeout: 20_000 });
    await expect(ben.recent.first()).toContainText('Missed');

    await ana.person.page.goto(`${server().origin}/call`);
    await expect(ana.person.button('Copy my ID')).toBeVisible();
    await ben.person.page.goto('about:blank');
    await ana.ring(benId);
    await ana.expectHome(/cannot be reached/);
  });
  await test.step('failed', async () => {
    for (const one of [cleo, dan]) {
      await expect(one.person.page.getByText(/Could not connect to/).first()).toBeVisible({
        timeout: 60_000,
      });
      await expect(one.person.button('Copy my ID')).toBeVisible();
      await expect(one.recent.first()).toContainText('Could not connect');
    }
  });
  expect(await seen(), 'of the calls of others').toEqual([]);
});

test('who stays with a third is back there after a reload', async ({ person }) => {
  const [ana, ben, cleo] = await Promise.all([
    CallPage.open(person('Ana'), server().origin),
    CallPage.open(person('Ben'), server().origin),
    CallPage.open(person('Cleo'), server().origin),
  ]);
  const cleoId = await cleo.id();
  await ana.ring(await ben.id());
  await ben.answer('Ana');
  await CallPage.expectInCall([ana, ben]);
  await ana.person.button('Add person').click();
  const dialog = ana.person.page.getByRole('dialog', { name: 'Add person' });
  await dialog.getByRole('textbox', { name: 'ID to call' }).fill(cleoId);
  await dialog.getByRole('button', { name: 'Call', exact: true }).click();
  await cleo.answer('Ana');
  await CallPage.expectInCall([ana, ben, cleo]);

  await ana.person.page.reload();
  await CallPage.expectInCall([ana, ben, cleo]);
  await ana.hangUp();
  await CallPage.expectInCall([ben, cleo]);
  await cleo.person.page.reload();
  await CallPage.expectInCall([ben, cleo]);
  await ben.person.page.reload();
  await CallPage.expectInCall([ben, cleo]);
  await cleo.hangUp();
  await expect(ben.person.button('Copy my ID')).toBeVisible();
  await ben.person.page.reload();
  await expect(ben.person.button('Copy my ID'), 'it is over').toBeVisible();
});
