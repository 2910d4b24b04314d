import { comeIn, region, TestInterview } from '../../support/interview.ts';
import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

test('a candidate on a phone sees the interviewer, and goes on after a reload', async ({
  person,
}) => {
  test.setTimeout(120_000);
  const interview = await TestInterview.make(server());
  const ana = await person('Ana');
  const ben = await person('Ben', { viewport: { width: 390, height: 844 } });
  await comeIn(ana, interview.link('interviewer'));
  await comeIn(ben, interview.link('candidate'));
  await ana.button('Start').click();
  await ana.button('Ask next question').click();
  await expect(ben.field('Answer')).toBeVisible();
  await ben.field('Answer').fill('The first answer');
  await expect(region(ben, 'Questions').getByText('Saved')).toBeVisible();
  await expect(ana.page.getByText('The first answer')).toBeVisible();

  await test.step('the interviewer’s face stays in view while they answer', async () => {
    await expect(ben.field('Answer')).toBeInViewport();
    const video = ben.tile('Ana').locator('video');
    await expect(video).toHaveAttribute('data-has-frame');
    await expect(ben.tile('Ana')).toBeInViewport({ ratio: 0.9 });
    // Nothing lies over it.
    const seen = await ben.tile('Ana').evaluate((tile) => {
      const { x, y, width, height } = tile.getBoundingClientRect();
      const top = document.elementFromPoint(x + width / 2, y + height / 2);
      return { isSeen: tile.contains(top), height };
    });
    expect(seen.isSeen).toBe(true);
    expect(seen.height).toBeGreaterThan(90);
  });

  await test.step('they go back to the earlier question, and reload in mid-word', async () => {
    await ana.button('Ask next question').click();
    // The next question takes the field once they pause.
    await expect(ben.field('Answer')).toHaveValue('');
    await ben.button('Edit this answer').click();
    await expect(ben.field('Answer')).toHaveValue('The first answer');
    await ben.field('Answer').fill('The first answer, and mo');
    await ben.page.reload();
    // No page in between, the panel is open, and so is the question with all that was written.
    await expect(ben.field('Answer')).toHaveValue('The first answer, and mo');
    await expect(ben.field('Answer')).toBeInViewport();
    const open = region(ben, 'Questions')
      .getByRole('listitem')
      .filter({ has: ben.field('Answer') });
    await expect(open).toContainText('How do you make a slow query fast?');
    await expect(ben.tile('Ana')).toBeInViewport({ ratio: 0.9 });
    await ana.button('Question 1').click();
    await expect(ana.page.getByText('The first answer, and mo')).toBeVisible();
  });

  await test.step('who left comes back by the page before the interview', async () => {
    await ben.page.getByRole('button', { name: 'Close' }).click();
    await ben.button('Leave').click();
    await expect(ana.tile('Ben')).toHaveCount(0);
    await ben.page.reload();
    await expect(ben.button('Join now')).toBeVisible();
  });
});
