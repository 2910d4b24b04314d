import { expectAccessible } from '../../support/accessible.ts';
import { expectRising } from '../../support/media.ts';
import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';
import { stream } from '../../support/streams.ts';

const server = useServer();

test('a host gives a program access, sees its stream, and removes the access', async ({
  browser,
  person,
}) => {
  const ana = await person('Ana', { devicesOff: true });
  await ana.host(await server().createMeeting());
  const controls = await ana.openHostControls();
  await controls.getByRole('button', { name: 'OBS and players' }).click();
  const dialog = ana.page.getByRole('dialog', { name: 'OBS and players' });
  await expect(dialog.getByText('No program has access yet.')).toBeVisible();
  await expectAccessible(ana.page, 'no program has access');
  await ana.field('Name').fill('Main camera');
  await ana.button('Give access').click();
  await expect(dialog.getByRole('heading', { name: 'Access for “Main camera”' })).toBeFocused();
  await expectAccessible(ana.page, 'access was given');
  const made = {
    url: await dialog.getByRole('textbox', { name: 'Address' }).inputValue(),
    token: await dialog.getByRole('textbox', { name: 'Token' }).inputValue(),
  };
  await ana.button('Done').click();
  await expect(dialog.getByRole('textbox', { name: 'Token' })).toHaveCount(0);

  const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
  const program = await context.newPage();
  await stream(server().origin, program, made);
  await ana.page.keyboard.press('Escape');
  await ana.page.keyboard.press('Escape');
  await expect(ana.tile('Main camera').locator('video')).toHaveCSS('opacity', '1');
  await expectRising(ana.page, 'Main camera');

  await ana.button('Host controls').click();
  await controls.getByRole('button', { name: 'OBS and players' }).click();
  const row = dialog.getByRole('listitem').filter({ hasText: 'Main camera' });
  await expect(row).toContainText('Sends into the meeting');
  await row.getByRole('button', { name: 'Remove access' }).click();
  const question = ana.page.getByRole('alertdialog', { name: 'Remove access for “Main camera”?' });
  await expect(question.getByRole('button', { name: 'Keep' })).toBeFocused();
  await expectAccessible(ana.page, 'removing access');
  await question.getByRole('button', { name: 'Remove access' }).click();
  await expect(dialog.getByText('No program has access yet.')).toBeVisible();
  await ana.page.keyboard.press('Escape');
  await ana.page.keyboard.press('Escape');
  await expect(ana.tile('Main camera')).toHaveCount(0);
  await expect(stream(server().origin, program, made)).rejects.toThrow('401');
  await context.close();
});
