import { comeIn, improvise, openTab, region, TestInterview } from '../../support/interview.ts';
import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

test('two interviewers and a candidate, from the links to the scorecards', async ({ person }) => {
  test.setTimeout(180_000);
  const interview = await TestInterview.make(server());
  const ana = await person('Ana', {
    devicesOff: true,
    prepare: () => {
      navigator.clipboard.writeText = async (text) => {
        document.documentElement.dataset.copied = text;
      };
    },
  });
  const quiet = { devicesOff: true };
  const [bea, ben] = [await person('Bea', quiet), await person('Ben', quiet)];

  await test.step('each comes by their own link, and is told as what', async () => {
    await ana.page.goto(interview.link('interviewer'));
    await expect(ana.heading('Backend engineer')).toBeVisible();
    await expect(ana.page.getByText('You are an interviewer.')).toBeVisible();
    expect(new URL(ana.page.url()).hash).toBe('');
    await ana.button('Copy candidate link').click();
    await expect(ana.toast('Candidate link copied')).toBeVisible();
    const copied = (await ana.page.locator('html').getAttribute('data-copied')) ?? '';
    expect(copied).toBe(interview.link('candidate'));

    await comeIn(ana, interview.link('interviewer'));
    await comeIn(bea, await interview.another('interviewer', 'Bea'));
    await ben.page.goto(copied);
    await expect(ben.page.getByText('You are the candidate')).toBeVisible();
    await comeIn(ben, copied);
    for (const one of [ana, bea, ben]) await expect(one.tiles).toHaveCount(3);
    await expect(ana.tile('Ben')).toContainText('Candidate');
    await expect(ben.tile('Ana')).toContainText('Interviewer');
    const connections = region(ben, 'Connections').getByRole('listitem');
    await expect(connections.filter({ hasText: 'Ana' })).toContainText('Connected');
  });

  await test.step('the interview begins, for everybody', async () => {
    await expect(ben.page.getByText('The interview has not started yet')).toBeVisible();
    await expect(ben.button('Start')).toHaveCount(0);
    await ana.button('Start').click();
    await expect(ana.button('Pause')).toBeVisible();
    for (const one of [ana, bea, ben]) {
      await expect(one.page.getByRole('timer')).toHaveText(/^0:0[1-9]$/);
      await expect(one.page.getByText('1. Warm-up').first()).toBeVisible();
    }
  });

  const planned = 'How do you make a slow query fast?';
  await test.step('a planned question is answered, letter by letter', async () => {
    await ana.button('Ask next question').click();
    await expect(ben.page.getByText(planned)).toBeVisible();
    await ben.field('Answer').fill('I look at the query plan');
    await expect(region(ben, 'Questions').getByText('Saved')).toBeVisible();
    for (const one of [ana, bea]) {
      await expect(region(one, 'Questions').getByText('I look at the query plan')).toBeVisible();
      await expect(region(one, 'Questions').getByText('writing…')).toBeVisible();
    }
    await ben.field('Answer').fill('I look at the query plan. Without a cache, I add an index.');
    await ben.button('Submit answer').click();
    await expect(ben.field('Answer')).toHaveCount(0);
    await expect(region(ana, 'Questions').getByText('submitted at')).toBeVisible();
  });

  await test.step('it is evaluated for interviewers, which decides nothing', async () => {
    await ana.button('Evaluate').click();
    for (const one of [ana, bea]) {
      const points = one.page.getByRole('group', { name: 'Key points' });
      await expect(points).toContainText('2 of 3 found');
      const each = points.getByRole('listitem');
      await expect(each).toHaveText([/^index found/, /^query plan found/, /^cache negated/]);
      await expect(each.nth(2).locator('q')).toContainText('Without a cache');
      // No model is set up on this server, and nobody asked for one.
      await expect(one.page.getByText(/Made by a machine|No model/)).toHaveCount(0);
    }
    await ana.combobox('Your score').selectOption('7 of 10');
    await expect(ana.combobox('Your score')).toHaveValue('7');
    // Scores are private to each interviewer.
    await expect(bea.combobox('Your score')).toHaveValue('');
  });

  await test.step('an improvised question takes the place of the one before', async () => {
    await improvise(ana);
    await ana.button('Ask question').click();
    await expect(ana.page.getByText('Write a question first.')).toBeVisible();
    await ana.field('Question').fill('Why did you like it?');
    await ana.button('Ask question').click();
    await expect(ana.field('Question')).toHaveCount(0);
    await expect(ben.page.getByText('Why did you like it?')).toBeVisible();
    await ben.field('Answer').fill('Because it was short.');
    // The next question arrives during the answer: no text is lost, and there is one field.
    await openTab(bea, 'Plan');
    await bea.page.getByRole('button', { name: 'Ask this' }).click();
    await expect(ben.page.getByText('What is a transaction?')).toBeVisible();
    await expect(ben.field('Answer')).toHaveCount(1);
    await expect(ben.field('Answer')).toHaveValue('');
    await expect(ben.field('Answer')).toBeFocused();
    await ben.button('Edit this answer').click();
    await expect(ben.field('Answer')).toHaveValue('Because it was short.');
    await ben.button('Submit answer').click();
    await bea.button('Question 2').click();
    await expect(region(bea, 'Questions').getByText('Because it was short.')).toBeVisible();
    await expect(ben.button('Edit this answer')).toBeVisible();
  });

  await test.step('notes are the interviewers’', async () => {
    for (const one of [ana, bea]) await openTab(one, 'Notes');
    await ana.field('Note').fill('Explains well');
    await expect(ana.combobox('About')).toHaveValue('3');
    await ana.combobox('About').selectOption('Question 1');
    await region(ana, 'Notes').getByRole('button', { name: 'Add note' }).click();
    const note = region(bea, 'Notes').getByRole('listitem');
    await expect(note).toContainText('Explains well');
    await expect(note).toContainText(/Ana · 0:\d\d · Question 1/);
    await expect(note.getByRole('button')).toHaveCount(0);
    const own = region(ana, 'Notes').getByRole('listitem');
    await own.getByRole('button', { name: 'Edit' }).click();
    await ana.field('Text').fill('Explains very well');
    await own.getByRole('button', { name: 'Save' }).click();
    await expect(note).toContainText('Explains very well');
    await ana.field('Note').fill('By mistake');
    await region(ana, 'Notes').getByRole('button', { name: 'Add note' }).click();
    await own.filter({ hasText: 'By mistake' }).getByRole('button', { name: 'Delete' }).click();
    await ana.page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await expect(note).toHaveCount(1);
    await expect(region(ben, 'Notes')).toHaveCount(0);
    await expect(region(ben, 'Scorecard')).toHaveCount(0);
  });

  await test.step('the plan can be changed while it runs', async () => {
    await openTab(ana, 'Plan');
    await ana.button('Edit plan').click();
    const dialog = ana.page.getByRole('dialog', { name: 'Plan' });
    await dialog.getByRole('textbox', { name: 'Interview title' }).fill('Backend');
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(dialog).toHaveCount(0);
    await expect(ben.page.getByRole('banner')).toContainText(/^Backend1/);
    await expect(bea.page.getByRole('banner')).toContainText(/^Backend1/);
  });

  await test.step('the sections are gone through', async () => {
    await ana.button('Start this section').click();
    await expect(ben.page.getByRole('banner')).toContainText('2. Databases');
    await expect(ben.page.getByRole('banner')).toContainText(/(20:00|19:5\d) left/);
  });

  await test.step('scorecards are blind until one’s own is submitted', async () => {
    const rate = async (one: typeof ana, criterion: string, stars: string) => {
      const group = region(one, 'Scorecard').getByRole('group', { name: criterion, exact: true });
      await group.getByRole('radio', { name: new RegExp(`^${stars}\\b`) }).check({ force: true });
    };
    for (const one of [ana, bea]) await openTab(one, 'Scorecard');
    await rate(bea, 'Knowledge', '4');
    await rate(bea, 'Explaining', '5');
    await rate(bea, 'Recommendation', 'Yes');
    await bea.field('Only for you').fill('Reminds me of me');
    await expect(region(bea, 'Scorecard').getByText('Saved')).toBeVisible();
    await bea.button('Submit scorecard').click();
    await expect(region(bea, 'Scorecard').getByText('Submitted at')).toBeVisible();
    await openTab(bea, 'Question');
    await expect(bea.combobox('Your score')).toBeDisabled();
    await openTab(bea, 'Scorecard');

    await expect(region(ana, 'Scorecard').getByText('By Bea')).toHaveCount(0);
    await rate(ana, 'Knowledge', '3');
    await ana.button('Submit scorecard').click();
    const asked = ana.page.getByRole('alertdialog');
    await expect(asked).toContainText('Missing: Explaining and Recommendation');
    await asked.getByRole('button', { name: 'Submit anyway' }).click();
    const bySomebody = (one: typeof ana, name: string) =>
      region(one, 'Scorecard').getByRole('heading', { name: `By ${name}` });
    await expect(bySomebody(ana, 'Bea')).toBeVisible();
    await expect(bySomebody(bea, 'Ana')).toBeVisible();
    await expect(region(ana, 'Scorecard')).not.toContainText('Reminds me of me');
    await openTab(bea, 'Question');
    await bea.button('Question 1').click();
    await expect(region(bea, 'Questions').getByText('Ana: 7 of 10 · Good')).toBeVisible();
  });

  await test.step('it ends for everybody, once that is confirmed', async () => {
    await ana.button('End interview').click();
    const question = ana.page.getByRole('alertdialog');
    await question.getByRole('button', { name: 'Not yet' }).click();
    await expect(question).toHaveCount(0);
    await ana.button('End interview').click();
    await question.getByRole('button', { name: 'End now' }).click();
    await expect(ben.page.getByText('The interview has ended. Thank you.')).toBeVisible();
    await expect(ben.field('Answer')).toHaveCount(0);
    await expect(ben.page.getByText('not submitted')).toHaveCount(0);
    await expect(bea.button('Ask next question')).toHaveCount(0);
    await expect(bea.button('Ask question')).toHaveCount(0);
    // The page tells a newcomer that the interview is over.
    await ben.page.goto(interview.link('candidate'));
    await ben.page.reload();
    await expect(ben.heading('The interview has ended')).toBeVisible();
  });
});
