import { fileURLToPath } from 'node:url';

import { expect, type Person, test } from '../support/meeting.ts';
import { useServer } from '../support/server.ts';

const server = useServer();

function picture(name: string): string {
  return fileURLToPath(new URL(`../../docs/images/${name}.png`, import.meta.url));
}

async function take(person: Person, name: string): Promise<void> {
  // Pictures show no toasts.
  await expect(person.page.locator('.toast')).toHaveCount(0, { timeout: 30_000 });
  await person.page.mouse.move(640, 4);
  await person.page.screenshot({ path: picture(name), animations: 'disabled' });
}

test('the pictures of the user guide', async ({ person }) => {
  const ana = await person('Ana', {
    // Recordings go where every browser can put them.
    prepare: () => Reflect.deleteProperty(window, 'showSaveFilePicker'),
  });
  await ana.page.goto(server().origin);
  await expect(ana.button('Start meeting')).toBeVisible();
  await take(ana, 'landing');

  const link = await ana.startMeeting(server().origin);
  await ana.field('Your name').fill('Ana');
  await expect(ana.joinButton).toBeEnabled();
  const preview = ana.page.getByRole('region', { name: 'Camera preview' }).locator('video');
  await expect(preview).toHaveJSProperty('paused', false);
  await expect(ana.combobox('Camera').getByRole('option')).not.toHaveCount(0);
  await take(ana, 'prejoin');
  await ana.joinNow();

  const small = { viewport: { width: 480, height: 360 } };
  const ben = await person('Ben', small);
  const cleo = await person('Cleo Lindqvist', small);
  for (const other of [ben, cleo]) await other.join(link);
  await ben.page.keyboard.press('v');
  await take(ana, 'meeting');

  await ana.button('Chat').click();
  await ben.button('Chat').click();
  for (const text of ['Can everybody see the agenda?', 'It is at https://example.org/agenda']) {
    await ben.field('Message').fill(text);
    await ben.button('Send').click();
  }
  await ana.field('Message').fill('Yes, **thank you**!');
  await ana.button('Send').click();
  await expect(ben.page.getByText('thank you')).toBeVisible();
  await take(ana, 'chat');
  await ana.button('Chat').click();

  await ana.openPeople();
  const controls = await ana.openHostControls();
  await controls.getByRole('checkbox', { name: 'Lobby' }).check();
  await ana.page.keyboard.press('Escape');
  const dan = await person('Dan');
  await dan.page.goto(link);
  await dan.field('Your name').fill('Dan');
  await dan.joinButton.click();
  await expect(dan.heading('Asking to join…')).toBeVisible();
  await take(dan, 'lobby');
  await cleo.page.keyboard.press('h');
  await expect(ana.button('Admit')).toBeVisible();
  await take(ana, 'host');
  await ana.button('Admit').click();
  await ana.button('Participants').click();

  await ana.button('Record').click();
  await expect(ana.button('Stop recording')).toBeVisible();
  await take(ana, 'recording');
  await ana.button('Stop recording').click();

  await dan.button('Share screen').click();
  await expect(ana.tile("Dan's screen")).toBeVisible();
  await take(ana, 'screen-share');
});
