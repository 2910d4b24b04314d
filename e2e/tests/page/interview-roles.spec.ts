import { comeIn, improvise, openTab, region, TestInterview } from '../../support/interview.ts';
import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

test('an observer is announced, has no tile, and sends nothing', async ({ person }) => {
  test.setTimeout(120_000);
  const interview = await TestInterview.make(server());
  const quiet = { devicesOff: true };
  const [ana, ben] = [await person('Ana', quiet), await person('Ben', quiet)];
  await comeIn(ana, interview.link('interviewer'));
  await comeIn(ben, interview.link('candidate'));
  const ola = await person('Ola', {
    prepare: () => {
      // No page may request a device.
      navigator.mediaDevices.getUserMedia = () => {
        throw new Error('an observer was asked for a device');
      };
    },
  });
  await ola.page.goto(interview.link('observer'));
  await expect(ola.page.getByText('You are an observer')).toBeVisible();
  await expect(ola.combobox('Camera')).toHaveCount(0);
  await comeIn(ola, interview.link('observer'));

  for (const one of [ana, ben]) await expect(one.toast('Ola joined as an observer')).toBeVisible();
  for (const one of [ana, ben, ola]) await expect(one.tiles).toHaveCount(2);
  await ana.openPeople();
  await expect(ana.row('Ola')).toContainText('Observer');
  await expect(ana.row('Ben')).toContainText('Candidate');
  await ana.button('Actions for Ben').click();
  await expect(ana.actionsFor('Ben').getByRole('button', { name: 'Remove' })).toBeVisible();
  for (const name of ['Make co-host', 'End options']) {
    await expect(ana.button(name)).toHaveCount(0);
  }
  for (const name of ['Mute', 'Turn off camera', 'Share screen', 'React', 'Raise hand', 'Record']) {
    await expect(ola.button(name)).toHaveCount(0);
  }
  await ola.button('Chat').click();
  await expect(ola.page.getByRole('textbox')).toHaveCount(0);
  await ola.page.keyboard.press('i');
  await expect(region(ola, 'Questions')).toBeVisible();

  await test.step('and sees what is asked and answered', async () => {
    await ana.button('Interview').click();
    await ana.button('Start').click();
    await improvise(ana);
    await ana.field('Question').fill('Why?');
    await ana.button('Ask question').click();
    await ben.field('Answer').fill('Therefore.');
    await expect(region(ola, 'Questions').getByText('Why?')).toBeVisible();
    await expect(region(ola, 'Questions').getByText('Therefore.')).toBeVisible();
    await expect(region(ola, 'Notes')).toHaveCount(0);
  });

  await test.step('until the link is revoked', async () => {
    await openTab(ana, 'Plan');
    await ana.button('Links').click();
    const links = ana.page.getByRole('dialog', { name: 'Links' });
    const row = links.getByRole('listitem').filter({ hasText: 'Observer' });
    await row.getByRole('button', { name: 'Revoke' }).click();
    await ana.page.getByRole('alertdialog').getByRole('button', { name: 'Revoke now' }).click();
    await expect(row).toContainText('revoked');
    await expect(ola.heading('You are no longer in the interview')).toBeVisible();
    await ola.page.reload();
    await expect(ola.heading('This link does not work')).toBeVisible();
    await links.getByRole('button', { name: 'Close' }).click();
    const gone = region(ana, 'Connections').getByRole('listitem').filter({ hasText: 'Ola' });
    await expect(gone).toContainText('Closed');
  });

  await test.step('another link lets somebody in again', async () => {
    await ana.button('Links').click();
    const links = ana.page.getByRole('dialog', { name: 'Links' });
    await links.getByRole('combobox', { name: 'Role' }).selectOption('Observer');
    await links.getByRole('textbox', { name: 'For whom' }).fill('Olaf');
    await links.getByRole('textbox', { name: 'Valid for how many days' }).fill('0');
    await links.getByRole('button', { name: 'Create and copy' }).click();
    await expect(links.getByText('Enter a whole number from 1 to 365.')).toBeVisible();
    await links.getByRole('textbox', { name: 'Valid for how many days' }).fill('2');
    await links.getByRole('button', { name: 'Create and copy' }).click();
    await expect(links.getByRole('listitem').filter({ hasText: 'for Olaf' })).toBeVisible();
  });
});

test('who has no good link is told what to do', async ({ person }) => {
  const interview = await TestInterview.make(server());
  const ana = await person('Ana', { devicesOff: true });
  const { page } = ana;
  const bare = interview.link('candidate').replace(/#.*/, '');
  await page.goto(bare);
  await expect(ana.heading('You need your link')).toBeVisible();
  await page.goto(`${bare}#${'x'.repeat(40)}`);
  await expect(ana.heading('This link does not work')).toBeVisible();
  // A link pasted into the same tab loads no new page.
  await page.goto(interview.link('candidate'));
  await expect(ana.heading('Backend engineer')).toBeVisible();
  await page.goto(`${bare.slice(0, -1)}`);
  await expect(ana.heading('Interview not found')).toBeVisible();

  await comeIn(ana, interview.link('interviewer'));
  await interview.delete();
  await expect(ana.heading('The interview was deleted')).toBeVisible();
  await page.goto(interview.link('candidate'));
  await expect(ana.heading('Interview not found')).toBeVisible();
  // The browser forgets a dead link.
  await page.reload();
  await expect(ana.heading('You need your link')).toBeVisible();
});

test('a connection that failed says so, and is tried again', async ({ person }) => {
  test.setTimeout(120_000);
  const interview = await TestInterview.make(server());
  const ana = await person('Ana', {
    devicesOff: true,
    prepare: () => {
      const blocked = () => document.documentElement.dataset.blocked !== 'no';
      const closed = (configuration?: RTCConfiguration): RTCConfiguration =>
        blocked()
          ? { ...configuration, iceTransportPolicy: 'relay', iceServers: [] }
          : { ...configuration };
      const Original = window.RTCPeerConnection;
      window.RTCPeerConnection = class extends Original {
        constructor(configuration?: RTCConfiguration) {
          super(closed(configuration));
        }
        override setConfiguration(configuration?: RTCConfiguration): void {
          super.setConfiguration(closed(configuration));
        }
      };
    },
  });
  const ben = await person('Ben', { devicesOff: true });
  await comeIn(ben, interview.link('candidate'));
  await comeIn(ana, interview.link('interviewer'));
  await openTab(ana, 'Plan');
  const connection = region(ana, 'Connections').getByRole('listitem').filter({ hasText: 'Ben' });
  await expect(connection).toContainText('Failed', { timeout: 45_000 });
  await ana.page.evaluate(() => {
    document.documentElement.dataset.blocked = 'no';
  });
  await connection.getByRole('button', { name: 'Retry' }).click();
  await expect(connection).toContainText('Connected', { timeout: 45_000 });
  await expect(connection.getByRole('button')).toHaveCount(0);
});
