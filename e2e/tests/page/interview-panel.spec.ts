import { comeIn, openTab, TestInterview } from '../../support/interview.ts';
import { expect, type Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

/** All of an element is on the page, and inside the panel where it is one of its parts. */
async function expectInView(person: Person, name: string): Promise<void> {
  const button = person.button(name);
  await expect(button).toBeInViewport({ ratio: 1 });
}

test('an interview is run at 1280x720 without scrolling, by key or button', async ({ person }) => {
  const interview = await TestInterview.make(server());
  const ana = await person('Ana', {
    devicesOff: true,
    viewport: { width: 1280, height: 720 },
  });
  await comeIn(ana, interview.link('interviewer'));
  const { page } = ana;
  const ben = await person('Ben', { devicesOff: true });
  await comeIn(ben, interview.link('candidate'));

  await test.step('the clock is turned in the bar', async () => {
    const bar = page.getByRole('banner');
    await bar.getByRole('button', { name: 'Start' }).click();
    for (const name of ['Pause', 'End interview']) {
      await expect(bar.getByRole('button', { name })).toBeInViewport({ ratio: 1 });
    }
  });

  const answer = page.getByRole('group', { name: 'Answer' });
  await test.step('the question, its growing answer and the score are in view', async () => {
    await page.keyboard.press('n');
    await expect(ben.page.getByText('How do you make a slow query fast?')).toBeVisible();
    const lines = Array.from({ length: 30 }, (_, line) => `Line ${line + 1}`);
    await ben.field('Answer').fill(lines.join('\n'));
    await expect(answer).toContainText('Line 30');
    await expect(answer).toBeInViewport({ ratio: 1 });
    // The end of the answer, not its beginning.
    const { end, bottom } = await answer.evaluate((element) => {
      const range = document.createRange();
      const text = element.firstChild as Text;
      range.setStart(text, text.length - 1);
      range.setEnd(text, text.length);
      return {
        end: range.getBoundingClientRect().bottom,
        bottom: element.getBoundingClientRect().bottom,
      };
    });
    expect(end).toBeLessThanOrEqual(bottom + 1);
    await expect(page.getByText('1. How do you make a slow query fast?')).toBeInViewport();
    await expect(ana.combobox('Your score')).toBeInViewport({ ratio: 1 });
    for (const name of ['Evaluate', 'Ask next question', 'Ask something else', 'Take a note']) {
      await expectInView(ana, name);
    }
    const panel = page.getByRole('tabpanel', { name: 'Question' });
    expect(await panel.evaluate((one) => one.scrollHeight - one.clientHeight)).toBe(0);
  });

  await test.step('a note leaves the question where it is', async () => {
    await page.keyboard.press('t');
    await expect(ana.field('Note')).toBeFocused();
    await expect(ana.field('Note')).toBeInViewport({ ratio: 1 });
    await page.keyboard.type('needs time');
    await expect(ana.combobox('Your score')).toBeInViewport({ ratio: 1 });
    await expect(page.getByText('1. How do you make a slow query fast?')).toBeInViewport();
    for (const name of ['Add note', 'Ask next question']) await expectInView(ana, name);
    await page.keyboard.press('Escape');
    await expect(ana.field('Note')).toHaveCount(0);
    await page.keyboard.press('t');
    await expect(ana.field('Note')).toHaveValue('needs time');
    await page.keyboard.press('Control+Enter');
    await expect(ana.field('Note')).toHaveCount(0);
  });

  await test.step('the next question is one key away, also from another tab', async () => {
    await openTab(ana, 'Notes');
    await expect(page.getByRole('tabpanel', { name: 'Notes' })).toContainText('needs time');
    await page.keyboard.press('n');
    await expect(page.getByText('2. What is a transaction?')).toBeInViewport();
    await expect(ben.page.getByText('What is a transaction?')).toBeVisible();
    // Nothing is left in the plan, so the key opens the field for something else.
    await page.keyboard.press('n');
    await expect(ana.field('Question')).toBeFocused();
    await expectInView(ana, 'Ask question');
  });

  await test.step('the scorecard fits', async () => {
    await openTab(ana, 'Scorecard');
    await expectInView(ana, 'Submit scorecard');
    for (const name of ['Knowledge', 'Explaining', 'Recommendation']) {
      const group = page.getByRole('group', { name, exact: true });
      await expect(group.getByText(name, { exact: true })).toBeInViewport();
    }
  });

  await test.step('the keys are in the list of shortcuts, for interviewers only', async () => {
    await page.locator('body').press('?');
    await expect(page.getByRole('dialog')).toContainText('Ask the next question of the interview');
    await expect(page.getByRole('dialog')).toContainText('Take a note in the interview');
    await ben.page.getByRole('heading', { name: 'Interview' }).focus();
    await ben.page.keyboard.press('?');
    await expect(ben.page.getByRole('dialog')).toContainText('Open or close the interview panel');
    await expect(ben.page.getByRole('dialog')).not.toContainText('Take a note');
  });
});
