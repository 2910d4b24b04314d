import { readFile } from 'node:fs/promises';

import type { CreatedBank, QuestionBank } from '../../../web/src/protocol/protocol.gen.ts';
import { expectAccessible } from '../../support/accessible.ts';
import { expect, type Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

const rows = (person: Person) => person.page.getByRole('listitem', { name: /^Question \d+$/ });
const row = (person: Person, number: number) =>
  person.page.getByRole('listitem', { name: `Question ${number}`, exact: true });
const texts = (person: Person) => rows(person).locator('.question-line-text');

async function writeQuestion(
  person: Person,
  text: string,
  more: { category?: string; points?: string; difficulty?: string; minutes?: string } = {},
): Promise<void> {
  await person.button('New question').click();
  const form = person.page.getByRole('region', { name: 'New question' });
  await form.getByRole('textbox', { name: 'Question text' }).fill(text);
  await form.getByLabel('Category').fill(more.category ?? '');
  if (more.difficulty) {
    await form.getByRole('combobox', { name: 'Difficulty' }).selectOption(more.difficulty);
  }
  await form.getByRole('textbox', { name: 'Minutes' }).fill(more.minutes ?? '');
  await form.getByRole('textbox', { name: 'Key points' }).fill(more.points ?? '');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toHaveCount(0);
}

const saved = (person: Person) =>
  expect(person.page.getByRole('status').filter({ hasText: 'All changes saved' })).toBeVisible();

/** Creates a bank over REST; returns the hash of its link. */
async function makeBank(bank: QuestionBank): Promise<string> {
  const response = await fetch(`${server().origin}/api/v1/question-banks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(bank),
  });
  expect(response.status).toBe(201);
  const { id, token } = (await response.json()) as CreatedBank;
  return `#${id}.${token}`;
}

async function useBank(person: Person, hash: string): Promise<void> {
  await person.page.goto(`${server().origin}/questions${hash}`);
  await person.button('Use this bank').click();
  await expect(person.page).toHaveURL(`${server().origin}/questions`);
  await saved(person);
}

test('questions are written, found, put in order, and make an interview', async ({ person }) => {
  test.setTimeout(120_000);
  const ana = await person('Ana');
  const { page } = ana;
  await page.goto(server().origin);
  await page.getByRole('link', { name: 'Question bank' }).click();
  await expect(ana.heading('Question bank')).toBeFocused();
  await expect(ana.heading('No questions yet')).toBeVisible();
  await expect(ana.button('Copy link to this bank')).toHaveCount(0);

  await test.step('what the server would refuse is said at the field', async () => {
    await ana.button('New question').click();
    await expect(ana.field('Question text')).toBeFocused();
    await ana.button('Save').click();
    await expect(ana.field('Question text')).toHaveAttribute('aria-invalid', 'true');
    await ana.field('Question text').fill('How?');
    await ana.field('Minutes').fill('1441');
    await ana.button('Save').click();
    await expect(ana.field('Minutes')).toBeFocused();
    await expect(page.getByText('Enter a whole number from 1 to 1,440.')).toBeVisible();
    await ana.button('Cancel').click();
    await ana.button('Keep editing').click();
    await ana.field('Minutes').fill('');
    await ana.button('Save').click();
    await saved(ana);
  });

  await writeQuestion(ana, 'What is an index?', {
    category: 'Databases',
    difficulty: 'hard',
    minutes: '5',
    points: 'b-tree\nslower writes',
  });
  await writeQuestion(ana, 'What is a closure?', { category: 'Languages' });
  await expect(texts(ana)).toHaveText(['What is a closure?', 'What is an index?', 'How?']);
  await expect(row(ana, 2)).toContainText(/Databases\s*Hard\s*5 min\s*2 key points/);

  await test.step('the order is one’s own, by keyboard too', async () => {
    await ana.button('Move question 3 up').focus();
    await page.keyboard.press('Enter');
    await expect(ana.button('Move question 2 up')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(ana.button('Move question 1 down')).toBeFocused();
    await expect(texts(ana)).toHaveText(['How?', 'What is a closure?', 'What is an index?']);
  });

  await test.step('one is duplicated, changed, deleted, and back', async () => {
    await ana.button('Duplicate question 3').click();
    await expect(texts(ana)).toHaveCount(4);
    await ana.button('Edit question 4').click();
    await ana.field('Question text').fill('What is a trigger?');
    await ana.button('Save').click();
    await expect(ana.button('Edit question 4')).toBeFocused();
    await ana.button('Delete question 1').click();
    await expect(page.getByText('Question 1 was deleted.').first()).toBeVisible();
    await expect(texts(ana)).toHaveCount(3);
    await ana.button('Undo').click();
    await saved(ana);
    await page.reload();
    await expect(texts(ana)).toHaveText([
      'How?',
      'What is a closure?',
      'What is an index?',
      'What is a trigger?',
    ]);
  });

  await test.step('one goes to any place, and is asked for before it is thrown away', async () => {
    await ana.button('Edit question 4').click();
    await ana.field('Position, 1 to 4').fill('5');
    await ana.button('Save').click();
    await expect(ana.field('Position, 1 to 4')).toBeFocused();
    const asked = page.waitForEvent('dialog');
    const pressed = page.getByRole('link', { name: 'Convene' }).click();
    await (await asked).dismiss();
    await pressed;
    await ana.field('Position, 1 to 4').fill('1');
    await ana.button('Save').click();
    await expect(ana.button('Edit question 1')).toBeFocused();
    await expect(texts(ana).first()).toHaveText('What is a trigger?');
    await ana.button('Edit question 1').click();
    await ana.field('Position, 1 to 4').fill('4');
    await ana.button('Save').click();
    await expect(texts(ana).last()).toHaveText('What is a trigger?');
    await saved(ana);
  });

  await test.step('they are found by words, category and difficulty', async () => {
    const search = page.getByRole('searchbox', { name: 'Search the question bank' });
    await search.fill('SLOWER index');
    await expect(texts(ana)).toHaveText(['What is an index?']);
    await search.fill('');
    await ana.combobox('Category').selectOption('Databases');
    await expect(texts(ana)).toHaveText(['What is an index?', 'What is a trigger?']);
    await ana.combobox('Difficulty').selectOption('Easy');
    await expect(page.getByText('No questions match.')).toBeVisible();
    await ana.button('Show all').click();
    await expect(texts(ana)).toHaveCount(4);
  });

  await test.step('a template takes questions from the bank', async () => {
    await page.getByRole('tab', { name: 'Templates (0)' }).click();
    await ana.button('New template').click();
    await expect(ana.heading('New template')).toBeFocused();
    await ana.field('Interview title').fill('Backend engineer');
    await ana.button('Add section').click();
    await ana.field('Title').first().fill('Warm-up');
    await ana.button('Add from question bank').click();
    const picker = page.getByRole('dialog', { name: 'Add from the question bank' });
    await picker.getByRole('checkbox', { name: 'What is an index?' }).check();
    await picker.getByRole('checkbox', { name: 'How?' }).check();
    await picker.getByRole('button', { name: 'Add 2 questions' }).click();
    await ana.button('Save template').click();
    await expect(page.getByText('1 section, 10 minutes · 2 questions · 4 criteria')).toBeVisible();
    await ana.button('Edit template 1').click();
    await ana.field('Interview title').fill('Frontend engineer');
    await page.keyboard.press('Tab');
    await ana.button('Cancel').click();
    await ana.button('Discard').click();
    await ana.button('Duplicate template 1').click();
    await expect(page.getByText('Backend engineer')).toHaveCount(2);
    await ana.button('Delete template 2').click();
    await saved(ana);
  });

  await test.step('an interview starts from it', async () => {
    await ana.button('Use for an interview').click();
    await expect(ana.field('Title')).toHaveValue('Backend engineer');
    await ana.button('Create interview').click();
    await expect(ana.heading('The interview is ready')).toBeVisible();
    await page.goto(server().origin);
    await ana.button('Start interview').click();
    await ana.combobox('Questions').selectOption('Your template: Backend engineer');
    const asked = page.waitForRequest(/\/api\/v1\/interviews$/);
    await ana.button('Create interview').click();
    const { plan } = (await asked).postDataJSON();
    expect(plan.questions.map(({ text }: { text: string }) => text)).toEqual([
      'How?',
      'What is an index?',
    ]);
    await page.getByRole('link', { name: 'Open the interview' }).click();
    await expect(page).toHaveURL(/\/i\/[a-z]{3}-[a-z]{4}-[a-z]{3}$/);
    await page.goto(server().origin);
    const recent = page.getByRole('region', { name: 'Recent interviews' });
    await expect(recent.getByRole('link', { name: 'Report for Backend engineer' })).toHaveCount(2);
  });
});

test('import errors are in the language of the page', async ({ person }) => {
  const ana = await person('Ana', { locale: 'de-DE' });
  await ana.page.goto(`${server().origin}/questions`);
  await ana.button('Importieren').click();
  const dialog = ana.page.getByRole('dialog', { name: 'Fragen importieren' });
  const paste = dialog.getByRole('textbox', { name: 'Oder hier einfügen' });
  const refusals = [
    [
      'text,difficulty,minutes\nWarum?,unmöglich,5\nWie?,,bald\nWer?,,,,\n',
      [
        'Zeile 2 „unmöglich“ ist keine Schwierigkeit. Möglich sind easy, medium und hard.',
        'Zeile 3 „bald“ ist keine gültige Dauer. Minuten müssen eine ganze Zahl von 1 bis 1.440 sein.',
        'Zeile 4 Diese Zeile hat 5 Zellen. Die erste Zeile nennt 3 Spalten.',
      ],
    ],
    [
      '[\n{"text":"Warum?","Minuten":5},\n{"category":"x"}\n]',
      ['Zeile 2 Ein Feld „Minuten“ gibt es nicht.', 'Zeile 3 Das Feld „text“ fehlt.'],
    ],
    [
      'Frage\nWarum?\n',
      [/^Zeile 1 Es gibt keine Spalte „Frage“\./, /^Zeile 1 Die erste Zeile muss/],
    ],
    ['[{', [/^Zeile 1 Der Text ist ab hier kein gültiges CSV oder JSON\.$/]],
  ] as const;
  for (const [text, errors] of refusals) {
    await paste.fill(text);
    await dialog.getByRole('button', { name: 'Jetzt importieren' }).click();
    await expect(dialog.getByRole('alert').getByRole('listitem')).toHaveText([...errors]);
    await expect(dialog.getByRole('alert')).toContainText(/^Nichts wird importiert/);
  }
});

test('files come in whole or not at all, and go out as they came in', async ({ person }) => {
  const ana = await person('Ana');
  const { page } = ana;
  await page.goto(`${server().origin}/questions`);
  const dialog = page.getByRole('dialog', { name: 'Import questions' });
  const paste = dialog.getByRole('textbox', { name: 'Or paste here' });

  await ana.button('Import').click();
  await dialog.getByRole('button', { name: 'Import now' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Choose a file or paste something first.');
  await paste.fill(
    'text,difficulty,minutes\nWhy?,easy,5\nHow?,impossible,5\n,hard,5\nWho?,easy,0\n',
  );
  await dialog.getByRole('button', { name: 'Import now' }).click();
  const wrong = dialog.getByRole('alert').getByRole('listitem');
  await expect(wrong).toHaveText([
    'Line 3 “impossible” is not a difficulty. Use easy, medium or hard.',
    'Line 4 The text in “text” is missing.',
    'Line 5 Minutes must be a whole number from 1 to 1,440.',
  ]);
  await expect(dialog.getByRole('alert')).toContainText(
    'Nothing is imported: 3 lines have errors.',
  );
  await expect(paste).toHaveValue(/impossible/);

  const csv =
    'text,category,difficulty,minutes,points,notes\n' +
    '"Was ist ein ""Schlüssel"", und wozu?",Datenbanken,medium,5,eindeutig; Index,"Zeile 1\nZeile 2"\n' +
    'Why?,,,,,\n';
  await dialog.getByLabel('Choose a file').setInputFiles({
    name: 'fragen.csv',
    mimeType: 'text/csv',
    // The encoding of an old spreadsheet program.
    buffer: Buffer.from(csv, 'latin1'),
  });
  await dialog.getByRole('button', { name: 'Import now' }).click();
  await expect(ana.toast('2 questions imported')).toBeVisible();
  await expect(dialog).toHaveCount(0);
  await expect(texts(ana)).toHaveText(['Was ist ein "Schlüssel", und wozu?', 'Why?']);
  await saved(ana);

  await test.step('the sample is one that can be imported', async () => {
    await ana.button('Import').click();
    await page.getByText('CSV format').click();
    const download = page.waitForEvent('download');
    await ana.button('Download a sample').click();
    await dialog.getByLabel('Choose a file').setInputFiles(await (await download).path());
    await ana.button('Import now').click();
    await expect(ana.toast('3 questions imported')).toBeVisible();
    await expect(row(ana, 4)).toContainText(/Databases\s*Hard\s*10 min\s*3 key points/);
  });

  const exported = async (who: Person, name: string): Promise<string> => {
    const download = who.page.waitForEvent('download');
    await who.button(name).click();
    return readFile(await (await download).path(), 'utf8');
  };
  const outCsv = await exported(ana, 'Export CSV');
  const outJson = await exported(ana, 'Export JSON');

  for (const [name, content] of [
    ['bank.csv', outCsv],
    ['bank.json', outJson],
  ] as const) {
    const other = await person('Ben');
    await other.page.goto(`${server().origin}/questions`);
    await other.button('Import').click();
    const theirs = other.page.getByRole('dialog', { name: 'Import questions' });
    await theirs
      .getByLabel('Choose a file')
      .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });
    await theirs.getByRole('button', { name: 'Import now' }).click();
    await expect(texts(other)).toHaveCount(5);
    expect(await exported(other, 'Export CSV'), name).toBe(outCsv);
    expect(await exported(other, 'Export JSON'), name).toBe(outJson);
  }
});

test('two pages that change one bank lose nothing unasked', async ({ person }) => {
  const ana = await person('Ana');
  const ben = await person('Ben');
  const hash = await makeBank({ questions: [{ text: 'Why?', points: [] }], templates: [] });

  await test.step('who has a bank of their own is asked, and can go back to it', async () => {
    await ben.page.goto(`${server().origin}/questions`);
    await writeQuestion(ben, 'Mine alone?');
    await saved(ben);
    await useBank(ben, hash);
    await expect(texts(ben)).toHaveText(['Why?']);
    await ben.page.getByRole('button', { name: /^Switch to / }).click();
    await expect(texts(ben)).toHaveText(['Mine alone?']);
    await ben.page.getByRole('button', { name: /^Switch to / }).click();
    await expect(texts(ben)).toHaveText(['Why?']);
  });

  await useBank(ana, hash);
  await writeQuestion(ana, 'From Ana?');
  await saved(ana);
  await writeQuestion(ben, 'From Ben?');
  const conflict = ben.page.getByRole('alert').filter({ hasText: 'changed elsewhere' });
  await expect(conflict).toContainText('The newer version has 2 questions');
  await expect(texts(ben)).toHaveText(['From Ben?', 'Why?']);
  await conflict.getByRole('button', { name: 'Keep my version' }).click();
  await saved(ben);

  await writeQuestion(ana, 'Again from Ana?');
  const again = ana.page.getByRole('alert').filter({ hasText: 'changed elsewhere' });
  await again.getByRole('button', { name: 'Load the newer version' }).click();
  await expect(texts(ana)).toHaveText(['From Ben?', 'Why?']);

  await test.step('what cannot be sent stays, and is sent later', async () => {
    await ana.page.route('**/api/v1/question-banks/**', (route) => route.abort());
    await writeQuestion(ana, 'Offline?');
    const failed = ana.page.getByRole('alert').filter({ hasText: 'not saved yet' });
    await expect(failed).toContainText('The server is not responding.');
    await expect(texts(ana)).toHaveText(['Offline?', 'From Ben?', 'Why?']);
    await ana.page.unroute('**/api/v1/question-banks/**');
    await failed.getByRole('button', { name: 'Try again' }).click();
    await saved(ana);
    await ben.page.reload();
    await expect(texts(ben)).toHaveText(['Offline?', 'From Ben?', 'Why?']);
  });
});

test('the plan of an interview takes from the bank, and is not thrown away by Escape', async ({
  person,
}) => {
  const ana = await person('Ana');
  const { page } = ana;
  await useBank(
    ana,
    await makeBank({ questions: [{ text: 'From the bank?', points: [] }], templates: [] }),
  );
  await page.goto(server().origin);
  await ana.button('Start interview').click();
  await ana.field('Title').fill('An interview');
  await ana.button('Create interview').click();
  await page.getByRole('link', { name: 'Open the interview' }).click();
  await ana.field('Your name').fill('Ana');
  await ana.button('Join now').click();
  await page.getByRole('tab', { name: 'Plan' }).click();
  await ana.button('Edit plan').click();
  const dialog = page.getByRole('dialog', { name: 'Plan' });
  await dialog.getByRole('button', { name: 'Add from question bank' }).click();
  const picker = page.getByRole('dialog', { name: 'Add from the question bank' });
  await page.keyboard.press('Escape');
  await expect(picker).toHaveCount(0);
  await expect(dialog, 'only the upper one is closed').toBeVisible();
  await dialog.getByRole('button', { name: 'Add from question bank' }).click();
  await picker.getByRole('checkbox', { name: 'From the bank?' }).check();
  await picker.getByRole('button', { name: 'Add 1 question' }).click();
  await page.keyboard.press('Escape');
  await ana.button('Keep editing').click();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await ana.button('Keep editing').click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  const planned = page.getByRole('region', { name: 'Planned questions' });
  await expect(planned.getByText('From the bank?')).toBeVisible();
});

test('a full bank can be worked with', async ({ person }) => {
  const ana = await person('Ana');
  const questions = Array.from({ length: 2000 }, (_, at) => ({
    text: `What is number ${at + 1} about?`,
    category: `Category ${at % 20}`,
    points: ['one', 'two'],
  }));
  await useBank(ana, await makeBank({ questions, templates: [] }));
  await expect(ana.page.getByRole('tab', { name: 'Questions (2,000)' })).toBeVisible();
  await expect(ana.button('New question')).toBeDisabled();
  await expect(rows(ana)).toHaveCount(50);
  await ana.button('Show 50 more').click();
  await expect(rows(ana)).toHaveCount(100);
  await ana.page.getByRole('searchbox').fill('number 1999');
  await expect(texts(ana)).toHaveText(['What is number 1999 about?']);
  await ana.button('Delete question 1999').click();
  await saved(ana);
  await expect(ana.page.getByRole('tab', { name: 'Questions (1,999)' })).toBeVisible();
});

for (const [colorScheme, viewport] of [
  ['light', { width: 1280, height: 800 }],
  ['dark', { width: 390, height: 844 }],
] as const) {
  test(`axe finds nothing in ${colorScheme}, ${viewport.width} wide`, async ({ person }) => {
    test.setTimeout(120_000);
    const ana = await person('Ana', { colorScheme, viewport });
    const { page } = ana;
    const { origin } = server();
    const narrow = async () => {
      await page.setViewportSize({ width: 320, height: 700 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
      await page.setViewportSize(viewport);
    };
    await page.goto(origin);
    await page.route('**/api/v1/interviews', (route) => route.abort());
    await ana.button('Start interview').click();
    await ana.field('Title').fill('An interview');
    await ana.button('Create interview').click();
    await expect(page.getByRole('alert')).toContainText('The server is not responding.');
    await expect(ana.field('Title')).toHaveValue('An interview');
    await expectAccessible(page, 'setting up an interview, offline');
    await narrow();

    await page.goto(`${origin}/questions`);
    await expect(ana.heading('No questions yet')).toBeVisible();
    await expectAccessible(page, 'an empty bank');
    await ana.button('New question').click();
    await ana.button('Save').click();
    await expectAccessible(page, 'a question with an error');
    await ana.button('Cancel').click();

    const long = 'Donaudampfschifffahrtsgesellschaftskapitän'.repeat(4);
    const plan = {
      title: long.slice(0, 120),
      sections: [{ id: 1, title: long.slice(0, 120), minutes: 10 }],
      questions: [{ text: long, points: [] }],
      criteria: [{ id: 1, title: long.slice(0, 120) }],
    };
    const hash = await makeBank({
      questions: [{ text: long, category: long.slice(0, 120), difficulty: 'easy', points: ['a'] }],
      templates: [plan],
    });
    await page.goto(`${origin}/questions${hash}`);
    await page.reload();
    await expect(ana.button('Use this bank')).toBeVisible();
    await expectAccessible(page, 'a link to a bank');
    await ana.button('Use this bank').click();
    await saved(ana);
    await ana.button('Delete question 1').click();
    await expectAccessible(page, 'a deleted question');
    await ana.button('Undo').click();
    await expectAccessible(page, 'the bank');
    await narrow();
    await ana.button('Import').click();
    await page.getByText('CSV format').click();
    await expectAccessible(page, 'the import');
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: 'Templates (1)' }).click();
    await expectAccessible(page, 'templates');
    await narrow();
    await ana.button('Edit template 1').click();
    await ana.button('Edit question 1').click();
    await ana.button('Delete section 1').click();
    await expectAccessible(page, 'a template');
    await narrow();
    await ana.button('Add from question bank').click();
    await expectAccessible(page, 'taking from the bank');
  });
}
