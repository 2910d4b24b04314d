import {
  comeIn,
  comeInAgain,
  openTab,
  region,
  seconds,
  TestInterview,
} from '../../support/interview.ts';
import { expect, type Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

/** Reads all clocks within a moment and compares them. */
async function expectSameTime(people: Person[]): Promise<number> {
  await expect(async () => {
    const started = Date.now();
    const times = await Promise.all(people.map(seconds));
    // Retries if the machine stalled: the clocks were then not read at the same time.
    expect(Date.now() - started).toBeLessThan(800);
    expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(1);
  }).toPass({ timeout: 30_000 });
  return Math.max(...(await Promise.all(people.map(seconds))));
}

test('three screens show one time, through pause, reload and a restart', async ({ person }) => {
  test.setTimeout(180_000);
  const interview = await TestInterview.make(server());
  const ana = await person('Ana', { devicesOff: true });
  // A device clock that is 90 minutes off.
  const ben = await person('Ben', {
    devicesOff: true,
    prepare: () => {
      const real = Date.now.bind(Date);
      Date.now = () => real() + 5_400_000;
    },
  });
  const ola = await person('Ola', { viewport: { width: 390, height: 844 } });
  await comeIn(ana, interview.link('interviewer'));
  await comeIn(ben, interview.link('candidate'));
  await comeIn(ola, interview.link('observer'));
  const all = [ana, ben, ola];

  await ana.button('Start').click();
  for (const one of all) await expect(one.page.getByRole('timer')).toHaveText('0:03');
  await expectSameTime(all);

  const paused = await test.step('a pause stands still on all of them', async () => {
    await ana.button('Pause').click();
    for (const one of all) await expect(one.page.getByRole('banner')).toContainText('Paused');
    const at = await seconds(ana);
    for (const one of all) expect(await seconds(one)).toBe(at);
    return at;
  });

  await test.step('who reloads comes back to it', async () => {
    await ben.page.reload();
    await comeInAgain(ben);
    expect(await seconds(ben)).toBe(paused);
    await ana.button('Resume').click();
    for (const one of all) await expect(one.page.getByRole('banner')).toContainText('Running');
    await expect.poll(() => seconds(ben)).toBeGreaterThan(paused + 1);
    await expectSameTime(all);
  });

  await test.step('it runs on while the server is away, and is the same afterwards', async () => {
    const before = await seconds(ana);
    await server().kill();
    for (const one of [ana, ola]) {
      await expect(one.banner).toBeVisible();
      const bar = await one.page.getByRole('banner').boundingBox();
      const { y = 0 } = (await one.banner.boundingBox()) ?? {};
      expect(y, 'below the bar').toBeGreaterThan(bar?.height ?? 0);
    }
    await expect.poll(() => seconds(ana)).toBeGreaterThan(before + 2);
    await expectSameTime(all);
    await server().restart();
    for (const one of all) await expect(one.banner).toBeHidden({ timeout: 30_000 });
    const after = await expectSameTime(all);
    expect(after).toBeGreaterThan(before + 2);
    await expect(ana.button('Pause')).toBeVisible();
  });

  await test.step('the phone shows it over every panel', async () => {
    await ola.button('Chat').click();
    await expect(ola.page.getByText('Observers can read')).toBeVisible();
    await expect(ola.page.getByRole('timer')).toBeInViewport();
  });
});

test('nothing of it is lost by reloads and a server that dies', async ({ person }) => {
  test.setTimeout(180_000);
  const interview = await TestInterview.make(server());
  const quiet = { devicesOff: true };
  const [ana, ben] = [await person('Ana', quiet), await person('Ben', quiet)];
  await comeIn(ana, interview.link('interviewer'));
  await comeIn(ben, interview.link('candidate'));
  await ana.button('Start').click();
  await ana.button('Ask next question').click();
  await ben.field('Answer').fill('I look at');
  await expect(region(ana, 'Questions').getByText('I look at')).toBeVisible();
  await ana.combobox('Your score').selectOption('6 of 10');
  await openTab(ana, 'Notes');
  await ana.field('Note').fill('Begins well');
  await region(ana, 'Notes').getByRole('button', { name: 'Add note' }).click();
  await expect(region(ana, 'Notes').getByRole('listitem')).toContainText('Begins well');
  await openTab(ana, 'Scorecard');
  const criterion = region(ana, 'Scorecard').getByRole('group', { name: 'Knowledge' });
  await criterion.getByRole('radio', { name: '4' }).check({ force: true });
  await expect(region(ana, 'Scorecard').getByText('Saved')).toBeVisible();

  await test.step('the server dies, and one writes on', async () => {
    await server().kill();
    await expect(ben.banner).toBeVisible();
    await ben.field('Answer').fill('I look at the query plan');
    await expect(ben.page.getByText('Not saved: you are offline.')).toBeVisible();
    await openTab(ana, 'Notes');
    await ana.field('Note').fill('Goes on well');
    await region(ana, 'Notes').getByRole('button', { name: 'Add note' }).click();
    await expect(region(ana, 'Notes').getByRole('alert')).toContainText('You are offline');
    await expect(ana.field('Note')).toHaveValue('Goes on well');
  });

  await test.step('once it is back, what was written comes by itself', async () => {
    await server().restart();
    await expect(region(ben, 'Questions').getByText('Saved')).toBeVisible({ timeout: 30_000 });
    await expect(ana.banner).toBeHidden({ timeout: 30_000 });
    await openTab(ana, 'Question');
    await expect(region(ana, 'Questions').getByText('I look at the query plan')).toBeVisible();
  });

  await test.step('a reload in mid-word, with the server dead, loses nothing', async () => {
    await server().kill();
    await ben.field('Answer').fill('I look at the query plan first');
    await server().restart();
    await ben.page.reload();
    await comeInAgain(ben);
    await expect(ben.field('Answer')).toHaveValue('I look at the query plan first');
    await expect(region(ben, 'Questions').getByText('Saved')).toBeVisible();
    await ana.page.reload();
    await comeInAgain(ana);
    await expect(
      region(ana, 'Questions').getByText('I look at the query plan first'),
    ).toBeVisible();
  });

  await test.step('all that was there is there', async () => {
    await expect(ana.combobox('Your score')).toHaveValue('6');
    await openTab(ana, 'Notes');
    await expect(region(ana, 'Notes').getByRole('listitem')).toContainText('Begins well');
    await expect(ana.field('Note')).toHaveValue('Goes on well');
    await openTab(ana, 'Scorecard');
    await expect(criterion.getByRole('radio', { name: '4' })).toBeChecked();
    await expect(ana.button('Pause')).toBeVisible();
    await openTab(ana, 'Question');
    await ben.button('Submit answer').click();
    await expect(region(ana, 'Questions').getByText('submitted at')).toBeVisible();
  });
});
