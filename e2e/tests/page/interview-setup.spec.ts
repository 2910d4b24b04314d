import { readFile } from 'node:fs/promises';

import { expectAccessible } from '../../support/accessible.ts';
import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

test('an interview is set up first, and each person’s link is sent to them alone', async ({
  person,
}) => {
  test.setTimeout(120_000);
  const ana = await person('Ana', {
    devicesOff: true,
    timezoneId: 'Europe/Berlin',
    prepare: () => {
      navigator.clipboard.writeText = async (text) => {
        document.documentElement.dataset.copied = text;
      };
    },
  });
  const { page } = ana;
  await page.goto(server().origin);
  await ana.button('Start interview').click();
  await expect(ana.heading('New interview')).toBeVisible();

  await test.step('bad input is named at its field, and nothing is lost', async () => {
    await ana.field('Title').fill('');
    await ana.field('Length in minutes').fill('0');
    await ana.button('Create interview').click();
    await expect(page.getByText('Give the interview a title.')).toBeVisible();
    await expect(page.getByText('Enter a whole number from 1 to 1,440.')).toBeVisible();
    await expect(ana.field('Title')).toBeFocused();
    await expectAccessible(page, 'the form with errors');
  });

  await test.step('a starter brings questions, sections and criteria', async () => {
    await ana.combobox('Questions').selectOption('Starter: Backend engineer');
    await expect(page.getByText('5 questions, 4 sections, 4 criteria.')).toBeVisible();
    await ana.field('Title').fill('Backend; senior, Berlin');
    await ana.field('Candidate').fill('Cleo Öztürk');
    await page.getByLabel('Date and time').fill('2026-12-01T09:30');
    await ana.field('Length in minutes').fill('50');
    await ana.button('Create interview').click();
    await expect(ana.heading('The interview is ready')).toBeFocused();
    await expect(page.getByText('Backend; senior, Berlin · with Cleo Öztürk')).toBeVisible();
    await expectAccessible(page, 'the links');
  });

  const row = (name: string) => page.getByRole('listitem').filter({ hasText: name });
  const candidate = row('Candidate’s link');
  const observer = row('Observer’s link');
  await expect(candidate).toBeVisible();
  const urlIn = async (item: typeof candidate) =>
    (await item.locator('.setup-link-url').textContent()) ?? '';
  const url = await urlIn(candidate);
  expect(url).toMatch(/\/i\/[a-z]{3}-[a-z]{4}-[a-z]{3}#[\w.-]{20,}$/);

  await test.step('copied and mailed, each with its own link only', async () => {
    await candidate.getByRole('button', { name: 'Copy' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-copied', url);
    const mailOf = async (item: typeof candidate) =>
      (await item.getByRole('link', { name: 'Send by mail' }).getAttribute('href')) ?? '';
    const [mail, other] = [await mailOf(candidate), await mailOf(observer)];
    const text = new URLSearchParams(mail.slice(mail.indexOf('?'))).get('body') ?? '';
    expect(mail).toContain(`subject=${encodeURIComponent('Interview: Backend; senior, Berlin')}`);
    expect(text).toContain(url);
    expect(text.match(/https?:/g)).toHaveLength(1);
    expect(decodeURIComponent(other)).toContain(await urlIn(observer));
    expect(decodeURIComponent(other)).not.toContain(url);
    // The name of the candidate is for interviewers.
    expect(decodeURIComponent(mail + other)).not.toContain('Cleo');
  });

  await test.step('a calendar file in UTC', async () => {
    const download = page.waitForEvent('download');
    await candidate.getByRole('button', { name: 'Calendar file' }).click();
    const done = await download;
    expect(done.suggestedFilename()).toMatch(/^interview-.*-candidate\.ics$/);
    const file = await readFile(await done.path(), 'utf8');
    const unfolded = file.replaceAll('\r\n ', '');
    expect(unfolded).toContain('\r\nDTSTART:20261201T083000Z\r\n');
    expect(unfolded).toContain('\r\nDTEND:20261201T092000Z\r\n');
    expect(unfolded).toContain('\r\nSUMMARY:Interview: Backend\\; senior\\, Berlin\r\n');
    expect(unfolded).toContain(`\r\nURL:${url}\r\n`);
    for (const line of file.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  });

  await test.step('another interviewer gets a link', async () => {
    await ana.button('Create link').click();
    await expect(page.getByText('Enter the person’s name.')).toBeVisible();
    await ana.field('Another interviewer').fill('Bea');
    await ana.button('Create link').click();
    await expect(row('Interviewer’s link: Bea')).toBeVisible();
  });

  await test.step('after a reload the links are there, and recents and report name both', async () => {
    await page.reload();
    await expect(candidate.locator('.setup-link-url')).toHaveText(url);
    await page.goto(server().origin);
    const recent = page.getByRole('region', { name: 'Recent interviews' });
    await expect(recent).toContainText('Backend; senior, Berlin – Cleo Öztürk');
    await expect(recent).toContainText(/Dec 1, 2026, 9:30.AM · Not started · Interviewer/);
    await recent.getByRole('link', { name: 'Report' }).click();
    await expect(page.getByRole('article')).toContainText('CandidateCleo Öztürk');
    await expect(page.getByRole('article')).toContainText(/Planned forDec 1, 2026, 9:30.AM/);
  });

  await test.step('its questions are in the plan', async () => {
    await ana.page.getByRole('link', { name: 'Back to the interview' }).click();
    await ana.field('Your name').fill('Ana');
    await ana.button('Join now').click();
    await expect(page.getByText('A query that was fast is slow today.').first()).toBeVisible();
  });
});

test('in German the starters are German', async ({ person }) => {
  const ana = await person('Ana', { devicesOff: true, locale: 'de-DE' });
  await ana.page.goto(`${server().origin}/interviews/new`);
  await ana.combobox('Fragen').selectOption('Vorlage: Produktmanagement');
  await expect(ana.field('Titel')).toHaveValue('Produktmanagement');
  await ana.button('Interview erstellen').click();
  await expect(ana.heading('Das Interview ist bereit')).toBeVisible();
  await expect(ana.page.getByText('Ohne Datum gibt es keine Kalenderdatei.')).toBeVisible();
  await expect(ana.button('Kalenderdatei')).toHaveCount(0);
});
