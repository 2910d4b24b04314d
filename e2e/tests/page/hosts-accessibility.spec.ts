import { expectAccessible } from '../../support/accessible.ts';
import { expect, type Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';
import { Client, SILENT } from '../../support/signaling.ts';

const server = useServer({ args: ['--max-participants', '5'] });

const SIZES = {
  'on a desktop': { width: 1280, height: 800 },
  'on a phone': { width: 390, height: 844 },
};

async function openPeople(person: Person): Promise<void> {
  const more = person.button('More');
  if (await more.isVisible()) await more.click();
  await person.openPeople();
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    test(`axe finds nothing in what hosts see, in ${colorScheme}, ${size}`, async ({
      person,
      wire,
    }) => {
      test.setTimeout(120_000);
      const ana = await person('Ana', { colorScheme, viewport });
      const { page } = ana;
      const meeting = await server().createMeeting();
      await ana.host(meeting);
      const guest = (name: string) =>
        wire(name, meeting.link, { media: { microphone: true, camera: true } });
      const ben = await guest('Ben');
      await guest('Konstantin Papadopoulos-Wolfeschlegelstein');
      await ben.do('raise_hand', { raised: true });

      await openPeople(ana);
      await ana.button('Actions for Ben').click();
      await expect(ana.actionsFor('Ben')).toBeVisible();
      await expectAccessible(page, 'actions for somebody');
      await ana.actionsFor('Ben').getByRole('button', { name: 'Make co-host' }).click();
      await expect(ana.row('Ben')).toContainText('Co-host');
      await ana.actOn('Ben', 'Remove');
      await expectAccessible(page, 'removing somebody');
      await ana.button('Cancel').click();
      await ana.actOn('Ben', 'Rename');
      await ana.field('Name').fill(' ');
      await ana.button('Save').click();
      await expectAccessible(page, 'renaming somebody, with an error');
      await ana.button('Cancel').click();

      const controls = await ana.openHostControls();
      await controls.getByRole('button', { name: 'Set password' }).click();
      await expectAccessible(page, 'host controls, with an error');
      await controls.getByRole('textbox', { name: 'Password' }).fill('sesame');
      await controls.getByRole('button', { name: 'Set password' }).click();
      await expect(controls.getByText('Password set.')).toBeVisible();
      await expectAccessible(page, 'host controls, with a password');
      await controls.getByRole('button', { name: 'Remove password' }).click();
      await controls.getByRole('checkbox', { name: 'Lobby' }).check();
      await controls.getByRole('button', { name: 'End for all' }).click();
      await expectAccessible(page, 'ending for all');
      await ana.button('Cancel').click();
      await page.keyboard.press('Escape');

      for (const name of ['Cem', 'Dora', 'Emil', 'Fay']) await guest(name);
      await expect(ana.button('Admit')).toHaveCount(4);
      await ana.button('Lock meeting').click();
      await expect(ana.button('Unlock meeting')).toBeVisible();
      await expectAccessible(page, 'the list with a lobby');
      await ana.button('Close').click();
      await expect(ana.knocks.getByText('4 people want to join')).toBeVisible();
      await expectAccessible(page, 'who knocks');
    });

    test(`axe finds nothing in what guests see, in ${colorScheme}, ${size}`, async ({ person }) => {
      test.setTimeout(120_000);
      const { id, link, hostToken } = await server().createMeeting();
      const host = await Client.connect(server().origin);
      const join = { meeting_id: id, name: 'Ana', media: SILENT, host_token: hostToken };
      await host.ok('join', join);
      const ben = await person('Ben', { colorScheme, viewport });
      const { page } = ben;
      const ask = async () => {
        await page.goto(link);
        await ben.field('Your name').fill('Ben');
        await ben.joinButton.click();
      };

      await host.ok('set_room', { lobby: true });
      await page.goto(link);
      await expect(page.getByText('You will wait in the lobby')).toBeVisible();
      await expectAccessible(page, 'prejoin before a lobby');
      await ask();
      await expect(page.getByText('Waiting for a host')).toBeVisible();
      await expectAccessible(page, 'the lobby');
      await expect.poll(() => host.named('lobby_changed').length).toBe(1);
      const waiting = host.named('lobby_changed')[0]?.payload.waiting[0];
      await host.ok('deny', { participant_id: waiting.id });
      await expect(ben.heading('The host did not let you in')).toBeVisible();
      await expectAccessible(page, 'denied');

      await host.ok('set_room', { lobby: false, locked: true });
      await ask();
      await expect(ben.heading('The meeting is locked')).toBeVisible();
      await expectAccessible(page, 'locked');
      await page.reload();
      await expect(page.getByText('A host locked the meeting')).toBeVisible();
      await expectAccessible(page, 'prejoin of a locked meeting');

      await host.ok('set_room', { locked: false });
      await host.ok('set_password', { password: 'sesame' });
      await page.goto(link);
      await page.getByLabel('Password').fill('wrong');
      await ben.joinButton.click();
      await expect(page.getByText('Wrong password')).toBeVisible();
      await expectAccessible(page, 'a wrong password');
      await page.getByLabel('Password').fill('sesame');
      await ben.joinButton.click();
      await expect(ben.ownTile).toBeVisible();

      const me = host.named('participant_joined').at(-1)?.payload.participant.id;
      await ben.button('Mute').click();
      await expect.poll(() => host.named('participant_changed').length).toBeGreaterThan(0);
      await host.ok('ask_to_unmute', { participant_id: me });
      await expect(page.getByRole('dialog', { name: 'Ana is asking you to unmute' })).toBeVisible();
      await expectAccessible(page, 'to unmute');
      await host.ok('set_room', { chat: 'hosts', share: 'hosts', record: 'hosts' });
      await ben.button('Chat').click();
      await expect(ben.button('Send')).toBeDisabled();
      await expectAccessible(page, 'what only hosts may');
      await host.ok('remove', { participant_id: me, may_return: true });
      await expect(ben.heading('A host removed you')).toBeVisible();
      await expectAccessible(page, 'removed');

      await host.ok('end_meeting', {});
      await page.goto(link);
      await expect(ben.heading('The meeting has ended')).toBeVisible();
      await expectAccessible(page, 'ended');
      host.close();
    });
  }
}
