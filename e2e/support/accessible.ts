import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Axe finds nothing on the page; `where` says which of its states this is. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  await test.step(where, async () => {
    // Halfway through fading in, nothing has the contrast it is meant to have: neither what fades
    // already, nor what comes while axe looks.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.evaluate(async () => {
      const passing = document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
      await Promise.allSettled(passing.map(({ finished }) => finished));
    });
    const { violations, passes } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
    await page.emulateMedia({ reducedMotion: null });
    expect(passes.length).toBeGreaterThan(5);
    const found = violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target} ${failureSummary}`),
    );
    expect.soft(found, where).toEqual([]);
  });
}
