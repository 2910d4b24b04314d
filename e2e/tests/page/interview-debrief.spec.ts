import { expectAccessible } from '../../support/accessible.ts';
import { PLAN } from '../../support/held-interview.ts';
import { Interview } from '../../support/interviews.ts';
import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

const card = (knowledge: number, communication: number) => ({
  kind: 'save_scorecard' as const,
  ratings: [
    { criterion: 1, stars: knowledge, comment: `Gave ${knowledge}` },
    { criterion: 2, stars: communication },
  ],
  private_notes: '',
  submit: true,
});

test('interviewers compare their scorecards once all have submitted, and decide', async ({
  person,
}) => {
  test.setTimeout(120_000);
  const interview = await Interview.make(server(), PLAN);
  const second = await interview.link('interviewer');
  const wired = {
    ana: await interview.come(interview.interviewer, 'Ana'),
    ben: await interview.come(second, 'Ben'),
  };
  await wired.ana.do({ kind: 'start' });
  const url = (token: string) => `${server().origin}/i/${interview.id}/debrief#${token}`;
  const [ana, ben] = [await person('Ana'), await person('Ben')];
  const { page } = ana;
  const table = page.getByRole('table');

  await test.step('nobody compares before they have judged', async () => {
    await wired.ben.do({ ...card(2, 4), recommendation: 'no' });
    await page.goto(url(interview.interviewer.token));
    await expect(page.getByText('Your scorecard is missing')).toBeVisible();
    await expect(table).toHaveCount(0);
    await expect(page.locator('body')).not.toContainText('Gave 2');
    await ben.page.goto(url(second.token));
    await expect(ben.page.getByText('Missing: Ana.')).toBeVisible();
    await expect(ben.page.getByRole('table')).toHaveCount(0);
    await expectAccessible(ben.page, 'waiting');
  });

  await test.step('then they stand side by side, the greatest difference first', async () => {
    await wired.ana.do({ ...card(5, 3), recommendation: 'strong_yes' });
    await ana.button('Refresh').click();
    await expect(table.getByRole('columnheader')).toHaveText([
      /Criterion/,
      /^(Ana|Ben)$/,
      /^(Ana|Ben)$/,
      /Difference/,
    ]);
    const rows = table.getByRole('row');
    await expect(rows.nth(1)).toContainText('Recommendation');
    await expect(rows.nth(1)).toContainText('Strong yes');
    await expect(rows.nth(1)).toContainText('2 steps');
    await expect(rows.nth(2)).toContainText('Knowledge');
    await expect(rows.nth(2)).toContainText('5 of 5 · Excellent');
    await expect(rows.nth(2)).toContainText('Gave 2');
    await expect(rows.nth(2)).toContainText('3 stepsDiffers most');
    await expect(rows.nth(3)).toContainText('Communication');
    await expect(rows.nth(3)).toContainText('1 step');
    await expect(rows.nth(3)).not.toContainText('Differs most');
    await expectAccessible(page, 'the comparison');
  });

  await test.step('a decision has an outcome and a reason', async () => {
    await ana.button('Record decision').click();
    await expect(page.getByText('Choose one of them.')).toBeVisible();
    await page.getByRole('radio', { name: /^Yes/ }).check();
    await ana.button('Record decision').click();
    await expect(page.getByText('Write the reason first.')).toBeVisible();
    await ana.field('Reason').fill('Deep knowledge.\nBen agrees.');
    await ana.button('Record decision').click();
    await expect(ana.toast('Decision recorded')).toBeVisible();
    await expect(page.getByText(/^Recorded by Ana, /)).toBeVisible();
    await expect(ana.button('Change decision')).toBeVisible();
  });

  await test.step('the other sees it and changes it; it is in the report', async () => {
    await ben.button('Refresh').click();
    const decision = ben.page.getByRole('region', { name: 'Decision' });
    await expect(decision).toContainText('Deep knowledge.');
    await ben.button('Change decision').click();
    await expect(ben.field('Reason')).toHaveValue('Deep knowledge.\nBen agrees.');
    await ben.page.getByRole('radio', { name: /^On hold/ }).check();
    await ben.button('Record decision').click();
    await expect(decision).toContainText(/On hold[\s\S]*Recorded by Ben/);
    await page.getByRole('link', { name: 'Report' }).click();
    await expect(page.getByRole('article')).toContainText(/DecisionOn hold[\s\S]*Recorded by Ben/);
    expect(await interview.markdown()).toContain('## Decision: on hold');
    expect((await interview.report()).decision).toMatchObject({ outcome: 'hold', by_name: 'Ben' });
    await page.getByRole('link', { name: 'Debrief' }).click();
    await expect(table).toBeVisible();
  });

  await test.step('it fits a phone', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await expectAccessible(page, 'on a phone');
  });
  for (const one of Object.values(wired)) one.close();
});

test('a decision stays hidden from who has not submitted', async ({ person }) => {
  const interview = await Interview.make(server(), PLAN);
  const second = await interview.link('interviewer');
  const wired = await interview.come(interview.interviewer, 'Ana');
  const ben = await interview.come(second, 'Ben');
  await wired.do(card(4, 4));
  const decided = await interview.rest(interview.interviewer.token, 'PUT', '/decision', {
    outcome: 'no',
    reason: 'secret-reason',
  });
  expect(decided.status).toBe(200);
  expect(
    (await interview.rest(second.token, 'PUT', '/decision', { outcome: 'yes', reason: 'x' }))
      .status,
  ).toBe(409);
  expect(await interview.markdown(second.token)).not.toContain('secret-reason');
  expect(JSON.stringify(await interview.report(second.token))).not.toContain('secret-reason');
  for (const token of [interview.candidate.token, interview.observer.token]) {
    const refused = await interview.rest(token, 'PUT', '/decision', {
      outcome: 'yes',
      reason: 'x',
    });
    expect(refused.status).toBe(403);
  }

  // Whoever cannot wait for a colleague goes on without them, and still sees only what is theirs.
  const ana = await person('Ana');
  await ana.page.goto(
    `${server().origin}/i/${interview.id}/debrief#${interview.interviewer.token}`,
  );
  await expect(ana.page.getByText('Missing: Ben.')).toBeVisible();
  await ana.button('Continue without them').click();
  await expect(ana.page.getByRole('columnheader', { name: 'Ana' })).toBeVisible();
  await expect(ana.page.getByRole('columnheader', { name: 'Ben' })).toHaveCount(0);
  await expect(ana.page.getByText('secret-reason')).toBeVisible();
  wired.close();
  ben.close();
});

test('a debrief offers another try only where it can succeed', async ({ person }) => {
  const interview = await Interview.make(server(), PLAN);
  const ana = await person('Ana');
  const { page } = ana;
  const path = `${server().origin}/i/${interview.id}/debrief`;
  const home = page.getByRole('link', { name: 'Go to the start page' });
  for (const [token, text] of [
    ['', 'link'],
    ['x.y', 'link'],
    [interview.candidate.token, 'interviewers'],
  ] as const) {
    await page.goto('about:blank');
    await page.goto(token === '' ? path : `${path}#${token}`);
    await expect(page.getByRole('main')).toContainText(text);
    await expect(home).toBeVisible();
    await expect(ana.button('Try again')).toHaveCount(0);
  }

  const report = `**/api/v1/interviews/${interview.id}/report`;
  await page.route(report, (route) => route.abort());
  await page.goto('about:blank');
  await page.goto(`${path}#${interview.interviewer.token}`);
  await expect(ana.button('Try again')).toBeVisible();
  await page.unroute(report);
  await ana.button('Try again').click();
  await expect(page.getByText('Your scorecard is missing')).toBeVisible();
});
