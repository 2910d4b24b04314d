import { expectStill } from '../../support/media.ts';
import { expect, type Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';
import { WireParticipant } from '../../support/wire-participant.ts';

const server = useServer();
/** Server that waits 5 seconds for an absent host. */
const impatient = useServer({ args: ['--host-absence-seconds', '5'] });

async function expectNoHost(person: Person): Promise<void> {
  await person.openPeople();
  for (const name of ['Mute all', 'Lock meeting', 'Host controls']) {
    await expect(person.button(name)).toHaveCount(0);
  }
  await expect(person.page.getByRole('button', { name: /^Actions for/ })).toHaveCount(0);
}

test('who starts a meeting is its host, and says what only hosts may', async ({ person }) => {
  test.setTimeout(120_000);
  const quiet = { devicesOff: true };
  const [ana, ben] = [await person('Ana', quiet), await person('Ben', quiet)];
  const link = await ana.startMeeting(server().origin);
  await ana.joinNow();
  await ben.join(link);
  await expectNoHost(ben);
  await expect(ben.row('Ana')).toContainText('Host');
  await ana.openPeople();
  await expect(ana.row('Ana (you)')).toContainText('Host');
  await expect(ana.row('Ben')).not.toContainText('Host');
  await expect(ana.button('Mute all')).toBeVisible();

  await test.step('after a reload too', async () => {
    await ana.page.reload();
    await ana.joinNow();
    await ana.openPeople();
    await expect(ana.button('Mute all')).toBeVisible();
  });

  await test.step('another tab of the same browser is a host too', async () => {
    const second = await ana.context.newPage();
    await second.goto(link);
    await second.getByRole('textbox', { name: 'Your name' }).fill('Ana again');
    await second.getByRole('button', { name: 'Join as another person' }).click();
    await expect(ana.row('Ana again')).toContainText('Host');
    await second.close();
  });

  await test.step('only hosts share, chat and record, when a host says so', async () => {
    await ben.button('Share screen').click();
    await expect(ana.tile("Ben's screen")).toBeVisible();
    await ben.button('Chat').click();
    await ben.field('Message').fill('before');
    await ben.button('Send').click();

    const controls = await ana.openHostControls();
    await controls.getByRole('checkbox', { name: 'Only hosts can share' }).check();
    await controls.getByRole('checkbox', { name: 'Only hosts can chat' }).check();
    await expect(ana.tile("Ben's screen")).toHaveCount(0);
    await expect(ben.toast('Ana stopped your screen sharing')).toBeVisible();
    const share = ben.button('Share screen');
    await expect(share).toBeDisabled();
    await expect(share).toHaveAccessibleDescription('Only hosts can share here.');
    await controls.getByRole('checkbox', { name: 'Only hosts can record' }).check();
    await expect(ben.button('Record')).toBeDisabled();
    await expect(ana.button('Record')).toBeEnabled();
    await expect(ben.button('Send')).toBeDisabled();
    await expect(ben.field('Message')).not.toBeEditable();
    await expect(ben.field('Message')).toHaveAccessibleDescription('Only hosts can chat here.');
    await expect(ben.button('Edit')).toHaveCount(0);
    await expect(ben.button('Delete')).toHaveCount(1);

    await test.step('hosts go on as before', async () => {
      await controls.getByRole('button', { name: 'Close' }).click();
      await ana.button('Chat').click();
      await ana.field('Message').fill('from the host');
      await ana.button('Send').click();
      const log = ben.page.getByRole('log', { name: 'Chat messages' });
      await expect(log.getByText('from the host')).toBeVisible();
      await ana.button('Share screen').click();
      await expect(ben.tile("Ana's screen")).toBeVisible();
    });

    await test.step('and so does everybody, when a host says so', async () => {
      await ana.openHostControls();
      await controls.getByRole('checkbox', { name: 'Only hosts can share' }).uncheck();
      await controls.getByRole('checkbox', { name: 'Only hosts can chat' }).uncheck();
      await ben.field('Message').fill('after');
      await ben.button('Send').click();
      await share.click();
      await expect(ana.tile("Ben's screen")).toBeVisible();
    });
  });
});

test('who makes a meeting elsewhere, or has a token of another meeting, is no host', async ({
  person,
}) => {
  const ana = await person('Ana', { devicesOff: true });
  const { id, link } = await server().createMeeting();
  await ana.join(link);
  await expectNoHost(ana);
  await ana.leave();

  const other = await server().createMeeting();
  await ana.page.evaluate(
    (entries) => localStorage.setItem('convene.hosted', JSON.stringify(entries)),
    [
      [id, other.hostToken],
      [other.id, other.hostToken],
    ],
  );
  await ana.join(link);
  await expectNoHost(ana);
  expect(await ana.page.evaluate(() => localStorage.getItem('convene.hosted'))).toBe(
    JSON.stringify([[other.id, other.hostToken]]),
  );
});

test('a co-host is named, can do what hosts do also after a kill -9 of the server, and is one no longer', async ({
  person,
}) => {
  test.setTimeout(120_000);
  const quiet = { devicesOff: true };
  const [ana, ben] = [await person('Ana', quiet), await person('Ben', quiet)];
  const cem = await person('Cem');
  const meeting = await server().createMeeting();
  const { link } = meeting;
  await ana.host(meeting);
  await ben.join(link);
  await cem.join(link);
  await ana.actOn('Ben', 'Make co-host');
  await expect(ben.toast('You are now a co-host.')).toBeVisible();
  await expect(cem.page.getByText('co-host')).toHaveCount(0);
  await cem.openPeople();
  await expect(cem.row('Ben')).toContainText('Co-host');

  await ben.actOn('Cem', 'Mute');
  await expect(cem.toast('Ben muted you')).toBeVisible();
  await cem.button('Unmute').click();
  await test.step('but not to a host, and not what is the host’s', async () => {
    await expect(ben.button('Actions for Ana')).toHaveCount(0);
    const controls = await ben.openHostControls();
    await expect(controls.getByRole('button', { name: 'End for all' })).toHaveCount(0);
    await controls.getByRole('button', { name: 'Close' }).click();
    await ben.button('Actions for Cem').click();
    await expect(ben.actionsFor('Cem').getByRole('button', { name: /co-host/ })).toHaveCount(0);
    await ben.page.keyboard.press('Escape');
    await expect(ben.actionsFor('Cem')).toHaveCount(0);
  });

  await test.step('rights and settings survive a kill -9 of the server', async () => {
    await ana.button('Lock meeting').click();
    await expect(ana.button('Unlock meeting')).toBeVisible();
    const controls = await ana.openHostControls();
    await controls.getByRole('checkbox', { name: 'Only hosts can chat' }).check();
    await controls.getByRole('button', { name: 'Close' }).click();
    await expect(cem.toast('Only hosts can chat now.')).toBeVisible();

    await server().kill();
    for (const one of [ana, ben, cem]) await expect(one.banner).toBeVisible();
    await server().restart();
    for (const one of [ana, ben, cem]) await expect(one.banner).toBeHidden({ timeout: 30_000 });

    await expect(ana.button('Unlock meeting')).toBeVisible();
    await expect(ana.row('Ben')).toContainText('Co-host');
    await ben.actOn('Cem', 'Stop video');
    await expect(cem.toast('Ben turned off your camera')).toBeVisible();
    await ana.actOn('Cem', 'Mute');
    await expectStill(ben.page, 'Cem', 'audioEnergy');
    await cem.button('Chat').click();
    await expect(cem.button('Send')).toBeDisabled();
    expect(await WireParticipant.refusal('Dora', link)).toBe('meeting_locked');
  });

  await ana.actOn('Ben', 'Remove as co-host');
  await expect(ben.toast('You are no longer a co-host.')).toBeVisible();
  await expectNoHost(ben);
});

test('the rights pass on while the host stays away, and back', async ({ person }) => {
  test.setTimeout(120_000);
  const quiet = { devicesOff: true };
  const [ana, ben] = [await person('Ana', quiet), await person('Ben', quiet)];
  const cem = await person('Cem');
  const meeting = await impatient().createMeeting();
  const { link } = meeting;
  await ana.host(meeting);
  await ben.join(link);
  await cem.join(link);
  await ana.leave();
  await expectNoHost(ben);
  // The longest-present participant becomes the host.
  await expect(ben.toast('You are the host while Ana is away.')).toBeVisible();
  await expect(ben.row('Ben (you)')).toContainText('Host');
  await cem.openPeople();
  await expect(cem.row('Ben')).toContainText('Host');
  await ben.actOn('Cem', 'Mute');
  await expect(cem.toast('Ben muted you')).toBeVisible();

  await ana.button('Rejoin').click();
  await ana.joinNow();
  await expect(ben.toast('Ana is back, so you are no longer the host.')).toBeVisible();
  await expectNoHost(ben);
  await ana.openPeople();
  await expect(ana.button('Mute all')).toBeVisible();
});
