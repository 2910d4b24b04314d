import { readFile } from 'node:fs/promises';

import type { InterviewReport } from '../../../web/src/protocol/protocol.gen.ts';
import { expectAccessible } from '../../support/accessible.ts';
import { holdInterview, PLAN } from '../../support/held-interview.ts';
import { Interview } from '../../support/interviews.ts';
import { expect, type Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

const reportUrl = (id: string) => `${server().origin}/i/${id}/report`;
const part = (person: Person, name: string) =>
  person.page.locator('.report-part').filter({ has: person.heading(name) });
const question = (person: Person, number: number) =>
  person.page.getByRole('region', { name: `Question ${number}`, exact: true });

test('the report has all that one may see, as a page, on paper and as files', async ({
  person,
}) => {
  test.setTimeout(120_000);
  const { interview, second } = await holdInterview(server(), { ended: true });
  const { id } = interview;
  const ana = await person('Ana', { colorScheme: 'dark' });
  const { page } = ana;
  await page.goto(`${reportUrl(id)}#${interview.interviewer.token}`);
  await expect(ana.heading('Backend engineer')).toBeVisible();
  await expect(page, 'the token does not stay in the address').toHaveURL(reportUrl(id));
  await expect(page).toHaveTitle('Report – Backend engineer · Convene');

  await test.step('what is in it', async () => {
    const report = page.getByRole('article');
    await expect(report).toContainText('Ana (interviewer)');
    await expect(report).toContainText('Cleo (candidate)');
    await expect(report.locator('.report-average')).toContainText('6.0 of 10');
    const first = question(ana, 1);
    await expect(first).toContainText('What is an index, and what does it cost?');
    await expect(first).toContainText('Databases · Medium · 5 min · Asked by Ana at 0:');
    await expect(first).toContainText('A B-tree that makes reads fast.\nWrites get slower.');
    await expect(first).toContainText('2 of 3 found (67%)');
    // No model is set up on this server, and nobody asked for one.
    await expect(page.getByText(/Made by a machine|No model/)).toHaveCount(0);
    await expect(first.getByRole('listitem').filter({ hasText: 'locks' })).toContainText('negated');
    await expect(first).toContainText('Ana: 8 of 10 · Good');
    await expect(first, 'Ben’s are seen once one has submitted').not.toContainText('Ben: 6');
    await expect(first).toContainText('Knew the costs at once.');
    const improvised = question(ana, 2);
    await expect(improvised).toContainText('Why did you leave <b>Initech</b>?');
    await expect(improvised).toContainText('not planned · Asked by Ben');
    await expect(improvised).toContainText('No written answer');
    await expect(part(ana, 'Notes without a question')).toContainText('Arrived early.');
    const cards = part(ana, 'Scorecards');
    await expect(cards).toContainText('Ana (yours, not submitted)');
    await expect(cards).toContainText('4 of 5 · Good');
    await expect(cards).toContainText('Recommendation: Yes');
    await expect(cards.locator('.report-private')).toHaveText('Only for youReminds me of myself.');
    await expect(cards).toContainText('One more appears once you submit your own.');
    await expect(part(ana, 'Timeline').getByRole('row')).toContainText([
      'Clock',
      'Ana (interviewer) joined',
      'Ben (interviewer) joined',
      'Cleo (candidate) joined',
      'The interview started',
      'Section “Databases”',
      'Question 1 was asked',
      'The answer to question 1 was submitted',
      'Question 2 was asked',
      'The interview ended',
    ]);
    await expect(page.getByText('Secret of Ben.')).toHaveCount(0);
  });

  await test.step('another interviewer who has submitted sees more, and not what is private', async () => {
    const ben = await person('Ben');
    await ben.page.goto(`${reportUrl(id)}#${second.token}`);
    await expect(question(ben, 1)).toContainText('Ben: 6 of 10 · Solid');
    await expect(part(ben, 'Scorecards')).toContainText('Ben (yours)');
    await expect(part(ben, 'Scorecards')).toContainText('Secret of Ben.');
    await expect(ben.page.getByText('Reminds me of myself.')).toHaveCount(0);
  });

  await test.step('on paper it is black on white, and nothing is to be pressed', async () => {
    await page.evaluate(() => {
      window.print = () => {
        document.body.dataset.printed = 'yes';
      };
    });
    await ana.button('Print or save as PDF').click();
    await expect(page.locator('body')).toHaveAttribute('data-printed', 'yes');
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await expect(page.getByRole('button')).toHaveCount(0);
    await expect(page.locator('html')).toHaveCSS('background-color', 'rgb(255, 255, 255)');
    await expect(ana.heading('Backend engineer')).toHaveCSS('color', 'rgb(0, 0, 0)');
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(pdf).toMatch(/^%PDF-/);
    expect(pdf.length).toBeGreaterThan(10_000);
    const pages = pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
    expect(pages).toBeGreaterThanOrEqual(2);
    expect(pages).toBeLessThanOrEqual(4);
    // A4, in points.
    expect(pdf).toMatch(/\/MediaBox\s*\[\s*0 0 59[45](\.\d+)? 84[12](\.\d+)?\s*\]/);
    await page.emulateMedia({ media: null });
  });

  await test.step('as files', async () => {
    const file = async (name: string) => {
      const download = page.waitForEvent('download');
      await ana.button(name).click();
      const done = await download;
      return { name: done.suggestedFilename(), text: await readFile(await done.path(), 'utf8') };
    };
    const json = await file('Download JSON');
    expect(json.name).toBe(`interview-${id}.json`);
    const report = JSON.parse(json.text) as InterviewReport;
    expect(report).toMatchObject({ id, title: 'Backend engineer', state: 'ended', average: 6 });
    expect(report.questions).toHaveLength(2);
    expect(json.text).not.toContain('Secret of Ben.');
    const markdown = await file('Download Markdown');
    expect(markdown.name).toBe(`interview-${id}.md`);
    expect(markdown.text).toContain('# Backend engineer');
    expect(markdown.text).toContain('Average score: 6.0 of 10');
    expect(markdown.text).not.toContain('Secret of Ben.');
    expect(markdown.text).not.toMatch(/Made by a machine|[Nn]o model/);
  });

  await test.step('it is deleted, with all that is in it', async () => {
    await ana.button('Delete interview').click();
    const question = page.getByRole('alertdialog', { name: 'Delete the interview?' });
    await expect(question).toContainText('questions, answers, evaluations, notes, scores');
    await expect(question.getByRole('button', { name: 'Keep' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(question).toHaveCount(0);
    await ana.button('Delete interview').click();
    await ana.button('Delete everything').click();
    await expect(ana.toast('The interview and everything in it were deleted.')).toBeVisible();
    await expect(page).toHaveURL(`${server().origin}/`);
    await expect(page.getByRole('region', { name: 'Recent interviews' })).toHaveCount(0);
    await page.goto(`${reportUrl(id)}#${interview.interviewer.token}`);
    await page.reload();
    await expect(ana.heading('The report cannot be shown')).toBeVisible();
  });
});

test('who may not see it is told why, and a running one is refreshed', async ({ person }) => {
  const interview = await Interview.make(server());
  const { id } = interview;
  const ana = await person('Ana');
  /** Makes the browser one that knows no link, as at the start. */
  const forget = async (): Promise<void> => {
    await ana.page.evaluate(() => {
      localStorage.clear();
      sessionStorage.clear();
    });
    // A change of the hash alone would load nothing.
    await ana.page.goto('about:blank');
  };
  for (const [whose, hash, why] of [
    ['a candidate', `#${interview.candidate.token}`, 'Only interviewers can see the report.'],
    ['an observer', `#${interview.observer.token}`, 'Only interviewers can see the report.'],
    ['no link', '', 'Open your interview link in this browser'],
    [
      'a wrong link',
      `#${interview.interviewer.token.slice(0, -4)}AAAA`,
      'Your link no longer works',
    ],
  ] as const) {
    await test.step(whose, async () => {
      await ana.page.goto(reportUrl(id) + hash);
      await expect(ana.heading('The report cannot be shown')).toBeVisible();
      await expect(ana.page.getByText(why)).toBeVisible();
      await expect(ana.page.getByText('Backend engineer')).toHaveCount(0);
      await forget();
    });
  }
  await test.step('no such interview', async () => {
    await ana.page.goto(`${reportUrl('abc-defg-hij')}#${interview.interviewer.token}`);
    await expect(ana.heading('The report cannot be shown')).toBeVisible();
    await forget();
  });

  await ana.page.goto(`${reportUrl(id)}#${interview.interviewer.token}`);
  await expect(ana.page.getByText('No questions were asked.')).toBeVisible();
  const wired = await interview.come(interview.interviewer, 'Ben');
  await wired.do({ kind: 'start' });
  await wired.do({ kind: 'ask', question: { text: 'Why?', points: [] } });
  await ana.button('Refresh').click();
  await expect(question(ana, 1)).toContainText('Why?');
  await expect(ana.page.getByText('The interview has not ended.')).toBeVisible();
  await ana.page.route('**/report', (route) => route.abort());
  await ana.button('Refresh').click();
  await expect(ana.page.getByRole('alert')).toContainText('The server is not responding.');
  await expect(question(ana, 1)).toContainText('Why?');

  await test.step('deleting it sends out who is in it', async () => {
    await ana.button('Delete interview').click();
    await ana.button('Delete everything').click();
    await expect(ana.page).toHaveURL(`${server().origin}/`);
    await expect.poll(() => wired.client.events.map(({ name }) => name)).toContain('meeting_ended');
    wired.close();
  });
});

for (const [colorScheme, viewport] of [
  ['light', { width: 390, height: 844 }],
  ['dark', { width: 1280, height: 800 }],
] as const) {
  test(`axe finds nothing in ${colorScheme}, ${viewport.width} wide`, async ({ person }) => {
    test.setTimeout(120_000);
    const { interview } = await holdInterview(server(), { ended: false });
    const ana = await person('Ana', { colorScheme, viewport });
    const { page } = ana;
    await page.goto(`${reportUrl(interview.id)}#${interview.interviewer.token}`);
    await expect(ana.heading('Backend engineer')).toBeVisible();
    await expectAccessible(page, 'the report');
    await page.setViewportSize({ width: 320, height: 700 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    await page.setViewportSize(viewport);
    await ana.button('Delete interview').click();
    await expectAccessible(page, 'deleting it');
    await page.goto(`${reportUrl(interview.id)}#${interview.candidate.token}`);
    await page.reload();
    await expect(ana.heading('The report cannot be shown')).toBeVisible();
    await expectAccessible(page, 'refused');
    await page.goto(server().origin);
    await expect(page.getByRole('region', { name: 'Recent interviews' })).toBeVisible();
    await expectAccessible(page, 'the start page with interviews');
  });
}

test('interviewers change title, candidate and date where they see them', async ({ person }) => {
  const interview = await Interview.make(server(), PLAN);
  const ana = await person('Ana');
  const { page } = ana;
  const dialog = page.getByRole('dialog', { name: 'Edit details' });
  const field = (name: string) => dialog.getByLabel(name, { exact: true });
  await page.goto(`${reportUrl(interview.id)}#${interview.interviewer.token}`);
  await ana.button('Edit details').click();
  await expect(field('Title')).toHaveValue('Backend engineer');
  await expectAccessible(page, 'the details');
  await field('Title').fill('');
  await field('Length in minutes').fill('0');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(field('Title')).toBeFocused();
  await expect(field('Title')).toHaveAccessibleDescription(/Give the interview a title/);
  await expect(field('Length in minutes')).toHaveAccessibleDescription(/from 1 to 1,440/);
  await field('Title').fill('Platform engineer');
  await field('Candidate').fill('Cora');
  await field('Date and time').fill('2027-01-15T09:30');
  await field('Length in minutes').fill('45');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await expect(ana.heading('Platform engineer')).toBeVisible();
  const report = page.getByRole('article');
  await expect(report).toContainText('Cora');
  await expect(report).toContainText(/Jan(uary)? 15/);

  await test.step('the debrief has them too', async () => {
    await page.getByRole('link', { name: 'Debrief' }).click();
    await expect(page.getByText(/^Cora · /)).toBeVisible();
    await ana.button('Edit details').click();
    await expect(field('Date and time')).toHaveValue('2027-01-15T09:30');
    await field('Candidate').fill('');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText(/^Cora · /)).toHaveCount(0);
  });

  await test.step('and so has the interview, for interviewers alone', async () => {
    await page.goto(`${server().origin}/i/${interview.id}`);
    await ana.joinNow();
    await page.getByRole('tab', { name: 'Plan' }).click();
    await ana.button('Edit details').click();
    await field('Title').fill('Site engineer');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog).toBeHidden();
    const cem = await person('Cem', { devicesOff: true });
    await cem.page.goto(`${server().origin}/i/${interview.id}#${interview.candidate.token}`);
    await expect(cem.page.getByText('Site engineer').first()).toBeVisible();
    await cem.joinNow();
    await expect(cem.button('Edit details')).toHaveCount(0);
  });
});
