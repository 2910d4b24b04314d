import { expect, type Page, test } from '@playwright/test';
import axe, { type AxeResults } from 'axe-core';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Asserts that axe finds no violation on the page; `where` names the page's state. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  await test.step(where, async () => {
    // No animations: elements that are fading in, now or during the check, lack their final
    // contrast.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.evaluate(async () => {
      const passing = document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
      await Promise.allSettled(passing.map(({ finished }) => finished));
    });
    const { violations, passes } = await audit(page);
    await page.emulateMedia({ reducedMotion: null });
    expect(passes.length).toBeGreaterThan(5);
    const found = violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target} ${failureSummary}`),
    );
    expect.soft(found, where).toEqual([]);
  });
}

/** Runs axe in the page itself. Its source is 600 kB, so each document gets it only once. */
async function audit(page: Page): Promise<Pick<AxeResults, 'passes' | 'violations'>> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  return page.evaluate(async (tags) => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { passes, violations } = await axe.run(document, {
      runOnly: tags,
      // Spares the description of every element that passes.
      resultTypes: ['violations'],
    });
    return { passes, violations };
  }, TAGS);
}
