import { expect, Person, test } from '../support/meeting.ts';
import { elapsed, expectRecorded, sign, stopAndSave } from '../support/recording.ts';
import { useServer } from '../support/server.ts';

const server = useServer();

test('one records with a pause; everybody is shown it, also who joins later; the file plays and seeks', async ({
  person,
}) => {
  test.setTimeout(120_000);
  const ana = await person('Ana');
  const ben = await person('Ben');
  const { link } = await server().createMeeting();
  await ana.join(link);
  await ben.join(link);
  await Person.expectAllMeet([ana, ben]);
  await expect(sign(ben)).toBeEmpty();

  await ana.button('Record').click();
  await expect(sign(ana)).toContainText('You are recording');
  await expect(sign(ben)).toHaveText('Ana is recording');
  await expect(ben.page.locator('[aria-live=polite]')).toHaveText(/Ana started recording/);

  const cleo = await person('Cleo');
  await cleo.join(link);
  await expect(sign(cleo)).toHaveText('Ana is recording');
  await expect(cleo.page.locator('[aria-live=polite]')).toHaveText(/Ana started recording/);
  await expectRecorded(ana, 4);

  await ana.button('Pause recording').click();
  await expect(sign(ana)).toContainText('Your recording is paused');
  for (const other of [ben, cleo]) {
    await expect(sign(other)).toHaveText('Recording paused by Ana');
  }
  const before = await elapsed(ana);
  await expect(cleo.page.locator('[aria-live=polite]')).toHaveText(/Ana paused the recording/);
  await ana.page.waitForTimeout(3_000);
  expect(await elapsed(ana)).toBe(before);
  await ana.button('Resume recording').click();
  await expect(sign(ben)).toHaveText('Ana is recording');
  await expectRecorded(ana, 8);
  const recorded = await elapsed(ana);

  const file = await stopAndSave(ana);
  for (const one of [ana, ben, cleo]) await expect(sign(one)).toBeEmpty();
  await expect(ben.page.locator('[aria-live=polite]')).toHaveText(/Ana stopped recording/);
  await expect(ana.button('Record')).toBeVisible();

  expect(file.name).toMatch(/^Convene \d{4}-\d\d-\d\d \d\d\.\d\d [a-z-]+\.webm$/);
  const found = await file.probe();
  expect(found).toMatchObject({ video: 'vp8', audio: 'opus', size: '1280x720' });
  console.log(
    found,
    recorded,
    await file.longestGap('v'),
    await file.longestGap('a'),
    await file.volume(),
    await file.differentPictures(5),
    (await file.times('v')).length,
  );
  await file.expectWhole();
});
