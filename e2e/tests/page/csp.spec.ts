import { Interview } from '../../support/interviews.ts';
import { expect, type Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

test('no page breaks the security policy or writes an error to the console', async ({ person }) => {
  test.setTimeout(120_000);
  const ana = await person('Ana');
  const ben = await person('Ben');
  const { link } = await server().createMeeting();
  const said: string[] = [];
  for (const { page } of [ana, ben]) {
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') said.push(message.text());
    });
  }
  const violations: string[] = [];
  const visit = async (person: Person, act: () => Promise<void>): Promise<void> => {
    await act();
    violations.push(...(await person.page.evaluate(() => window.e2e.violations.splice(0))));
  };

  await visit(ana, async () => {
    await ana.page.goto(server().origin);
    await expect(ana.button('Start meeting')).toBeVisible();
  });
  await visit(ana, async () => {
    await ana.page.goto(link);
    await ana.button('Test speaker').click();
    await ana.joinNow();
    await ben.join(link);
    await expect(ana.tile('Ben').locator('video')).toHaveCSS('opacity', '1');
    await ana.button('Share screen').click();
    await expect(ben.tile("Ana's screen").locator('video')).toHaveCSS('opacity', '1');
    await ana.button('Settings').click();
    await ana.page.keyboard.press('Escape');
    await ana.button('Copy link').click();
    await ana.button('Turn off camera').click();
    await ana.leave();
  });
  await visit(ben, () => ben.leave());
  await visit(ana, async () => {
    await ana.page.goto(`${server().origin}/api/docs`);
    await expect(ana.heading('REST API')).toBeVisible();
    await expect(ana.page.getByText('/api/v1/meetings', { exact: true }).first()).toBeVisible();
  });
  await visit(ana, async () => {
    await ana.page.goto(`${server().origin}/questions`);
    await ana.button('Import').click();
    await ana.page.keyboard.press('Escape');
    await expect(ana.heading('No questions yet')).toBeVisible();
  });
  await visit(ana, async () => {
    await ana.page.goto(`${server().origin}/call`);
    await expect(ana.button('Copy my ID')).toBeVisible();
    await expect(ana.page.getByRole('img', { name: 'QR code' })).toBeVisible();
  });
  const { id, interviewer } = await Interview.make(server());
  await visit(ana, async () => {
    await ana.page.goto(`${server().origin}/i/${id}/report#${interviewer.token}`);
    await expect(ana.page.getByText('No questions were asked.')).toBeVisible();
  });
  await visit(ana, async () => {
    await ana.page.goto(`${server().origin}/m/no%20code`);
    await expect(ana.heading('Meeting not found')).toBeVisible();
  });
  expect(violations).toEqual([]);
  expect(said).toEqual([]);

  await visit(ana, async () => {
    await ana.page.goto(`${server().origin}/m/abc-defg-hij`);
    await expect(ana.heading('Meeting not found')).toBeVisible();
  });
  expect(violations).toEqual([]);
  // Ignores the browser's own line about the 404, which pages cannot prevent.
  expect(said.filter((text) => !/status of 404/.test(text))).toEqual([]);
});

test('the policy forbids what an injected script would need', async ({ person }) => {
  const ana = await person('Ana');
  const response = await ana.page.goto(server().origin);
  const policy = response?.headers()['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toContain('unsafe');
  await expect(ana.button('Start meeting')).toBeVisible();

  // The browser enforces the policy.
  await ana.page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.injected = true';
    document.body.append(script);
  });
  await expect.poll(() => ana.page.evaluate(() => window.e2e.violations)).not.toEqual([]);
  expect(await ana.page.evaluate(() => 'injected' in window)).toBe(false);
});
