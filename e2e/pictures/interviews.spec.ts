import { fileURLToPath } from 'node:url';

import { holdInterview, PLAN } from '../support/held-interview.ts';
import { comeIn, TestInterview } from '../support/interview.ts';
import { expect, type Person, test } from '../support/meeting.ts';
import { useServer } from '../support/server.ts';

const server = useServer();

async function take(person: Person, name: string): Promise<void> {
  const path = fileURLToPath(new URL(`../../docs/images/${name}.png`, import.meta.url));
  await expect(person.page.locator('.toast')).toHaveCount(0, { timeout: 30_000 });
  await person.page.mouse.move(640, 4);
  await person.page.screenshot({ path, animations: 'disabled' });
}

test('the pictures of the question bank and of a report', async ({ person }) => {
  const ana = await person('Ana');
  const { page } = ana;
  const { origin } = server();
  const response = await fetch(`${origin}/api/v1/question-banks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      questions: [
        ...PLAN.questions,
        {
          text: 'How do two transactions disturb each other?',
          category: 'Databases',
          difficulty: 'hard',
          minutes: 10,
          points: ['dirty read', 'lost update'],
        },
        { text: 'What is a closure?', category: 'Languages', difficulty: 'medium', points: [] },
      ],
      templates: [PLAN],
    }),
  });
  const { id, token } = (await response.json()) as { id: string; token: string };
  await page.goto(`${origin}/questions#${id}.${token}`);
  await ana.button('Use this bank').click();
  await expect(page.getByText('All changes saved')).toBeVisible();
  await take(ana, 'question-bank');

  const { interview } = await holdInterview(server(), { ended: true });
  await page.goto(`${origin}/i/${interview.id}/report#${interview.interviewer.token}`);
  await expect(ana.heading(PLAN.title)).toBeVisible();
  await page.evaluate(() => document.fonts.ready);
  await take(ana, 'report');
});

test('the pictures of the room of an interview', async ({ person }) => {
  const interview = await TestInterview.make(server());
  const ana = await person('Ana');
  const ben = await person('Ben', { viewport: { width: 390, height: 844 } });
  await comeIn(ana, interview.link('interviewer'));
  await comeIn(ben, interview.link('candidate'));
  await ana.button('Start').click();
  await ana.button('Ask next question').click();
  const text = 'I look at the query plan. Without a cache, I add an index.';
  await expect(ben.field('Answer')).toBeVisible();
  await ben.field('Answer').fill(text);
  await expect(ben.page.getByText('Saved', { exact: true })).toBeVisible();
  await take(ben, 'interview-candidate');
  await ben.button('Submit answer').click();
  await ana.button('Evaluate').click();
  const points = ana.page.getByRole('group', { name: 'Key points' });
  await expect(points).toContainText('2 of 3 found');
  await points.evaluate((element) => element.scrollIntoView({ block: 'end' }));
  await take(ana, 'interview');
});
