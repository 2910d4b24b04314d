import { expectAccessible } from '../../support/accessible.ts';
import { comeIn, improvise, openTab, region, TestInterview } from '../../support/interview.ts';
import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

const SIZES = {
  'on a desktop': { width: 1280, height: 800 },
  'on a phone': { width: 390, height: 844 },
};

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    test(`axe finds nothing in an interview, in ${colorScheme}, ${size}`, async ({ person }) => {
      test.setTimeout(180_000);
      const interview = await TestInterview.make(server());
      const options = { colorScheme, viewport, devicesOff: true };
      const [ana, ben] = [await person('Ana', options), await person('Ben', options)];
      await ana.page.goto(interview.link('interviewer'));
      await expect(ana.button('Join now')).toBeVisible();
      await expectAccessible(ana.page, 'prejoin');
      await comeIn(ana, interview.link('interviewer'));
      await comeIn(ben, interview.link('candidate'));
      if (viewport.width < 860) await ana.button('Interview').click();
      await expectAccessible(ana.page, 'before it begins');

      await ana.button('Start').click();
      await improvise(ana);
      await ana.button('Ask question').click();
      await expectAccessible(ana.page, 'an error');
      await ana.button('Ask next question').click();
      await ben.field('Answer').fill('An index, but without a cache.');
      await expect(region(ben, 'Questions').getByText('Saved')).toBeVisible();
      await expectAccessible(ben.page, 'a candidate writes');
      await ben.button('Submit answer').click();
      await ana.button('Evaluate').click();
      await expect(ana.page.getByRole('group', { name: 'Key points' })).toBeVisible();
      await ana.button('Take a note').click();
      await ana.field('Note').fill('Good');
      await expectAccessible(ana.page, 'a question with a note');
      await ana.button('Add note').click();
      await openTab(ana, 'Notes');
      await region(ana, 'Notes').getByRole('button', { name: 'Edit' }).click();
      await expectAccessible(ana.page, 'notes');
      await openTab(ana, 'Scorecard');
      const knowledge = region(ana, 'Scorecard').getByRole('group', { name: 'Knowledge' });
      await knowledge.getByRole('radio', { name: '4' }).check({ force: true });
      await expectAccessible(ana.page, 'a scorecard');
      await openTab(ana, 'Plan');
      await expectAccessible(ana.page, 'the plan');
      await ana.button('Links').click();
      await expect(ana.page.getByRole('dialog').getByRole('listitem')).toHaveCount(3);
      await expectAccessible(ana.page, 'the links');
      await ana.page.keyboard.press('Escape');
      await openTab(ana, 'Scorecard');
      await ana.button('Submit scorecard').click();
      await expectAccessible(ana.page, 'a question');
      await ana.button('Submit anyway').click();
      await ana.button('End interview').click();
      await ana.button('End now').click();
      await expect(ben.page.getByText('The interview has ended. Thank you.')).toBeVisible();
      await expectAccessible(ana.page, 'it is over, for an interviewer');
      await expectAccessible(ben.page, 'it is over, for a candidate');
    });
  }
}

test('the whole of it goes by keyboard', async ({ person }) => {
  test.setTimeout(120_000);
  const interview = await TestInterview.make(server());
  const ana = await person('Ana', { devicesOff: true });
  const ben = await person('Ben');
  await comeIn(ana, interview.link('interviewer'));
  await comeIn(ben, interview.link('candidate'));
  const press = async (name: string) => {
    await ana.button(name).focus();
    await ana.page.keyboard.press('Enter');
  };
  await test.step('the panel opens and closes by its key', async () => {
    const panel = ana.page.getByRole('complementary', { name: 'Interview' });
    await expect(panel).toBeVisible();
    await ana.page.keyboard.press('i');
    await expect(panel).toHaveCount(0);
    await ana.page.keyboard.press('i');
    await expect(panel).toBeVisible();
    await ana.page.keyboard.press('Escape');
    await expect(panel).toHaveCount(0);
    await expect(ana.button('Interview')).toBeFocused();
    await ana.page.keyboard.press('Enter');
  });
  await press('Start');
  await expect(ana.button('Pause')).toBeVisible();

  await test.step('letters are letters where one writes', async () => {
    await press('Ask something else');
    await expect(ana.field('Question')).toBeFocused();
    await ana.page.keyboard.type('Which is the chip? Mice and vim, hence. Not that.');
    await press('Ask question');
    await expect(ana.field('Question')).toHaveCount(0);
    await ben.field('Answer').focus();
    await ben.page.keyboard.type('This one: scheme, I mean pipes.');
    // The next question's field takes the focus, so typed letters are no shortcuts.
    await ana.page.keyboard.press('n');
    await expect(ben.field('Answer')).toHaveValue('');
    await ben.page.keyboard.type('vim');
    await expect(ben.field('Answer')).toHaveValue('vim');
    await expect(ben.button('Turn off camera')).toBeVisible();
    await expect(ben.button('Mute')).toBeVisible();
    await expect(ben.page.getByRole('complementary', { name: 'Interview' })).toBeVisible();
  });

  await test.step('a note is taken beside the question', async () => {
    await ana.page.keyboard.press('t');
    await expect(ana.field('Note')).toBeFocused();
    await ana.page.keyboard.type('Not in a hurry');
    await ana.page.keyboard.press('Control+Enter');
    await expect(ana.field('Note')).toHaveCount(0);
    await expect(ana.button('Take a note')).toBeFocused();
  });

  await test.step('the tabs are gone through with the arrows', async () => {
    const tab = (name: string) => ana.page.getByRole('tab', { name });
    await tab('Question').focus();
    await ana.page.keyboard.press('ArrowRight');
    await expect(region(ana, 'Notes').getByRole('listitem')).toContainText('Not in a hurry');
    await expect(region(ana, 'Notes').getByRole('listitem')).toContainText('Question 2');
    await ana.page.keyboard.press('ArrowRight');
    await expect(tab('Scorecard')).toBeFocused();
  });

  await test.step('a scorecard is filled in with the arrows', async () => {
    const radios = region(ana, 'Scorecard').getByRole('group', { name: 'Knowledge' });
    await radios.getByRole('radio').first().focus();
    await ana.page.keyboard.press('Space');
    await ana.page.keyboard.press('ArrowRight');
    await ana.page.keyboard.press('ArrowRight');
    await expect(radios.getByRole('radio', { name: '3' })).toBeChecked();
    await expect(region(ana, 'Scorecard').getByText('Saved')).toBeVisible();
  });

  await test.step('a question can be taken back with Escape', async () => {
    await press('End interview');
    const question = ana.page.getByRole('alertdialog');
    await expect(question.getByRole('button', { name: 'Not yet' })).toBeFocused();
    await ana.page.keyboard.press('Escape');
    await expect(question).toHaveCount(0);
    await expect(ana.button('Pause')).toBeVisible();
  });
});
