import type { Page } from '@playwright/test';

/** Records what the stage does from now on: tiles that go or come, and what is announced. */
export async function watchStage(page: Page): Promise<() => Promise<string[]>> {
  const seen = await page.evaluateHandle(() => {
    const events: string[] = [];
    const nameOf = (node: Node): string | null => {
      if (!(node instanceof Element)) return null;
      const group = node.matches('[role=group]') ? node : node.querySelector('[role=group]');
      return group?.getAttribute('aria-label') ?? null;
    };
    const stage = document.querySelector('section[aria-label=Participants]');
    if (!stage) throw new Error('there is no stage');
    new MutationObserver((records) => {
      for (const { addedNodes, removedNodes } of records) {
        for (const node of removedNodes) if (nameOf(node)) events.push(`- ${nameOf(node)}`);
        for (const node of addedNodes) if (nameOf(node)) events.push(`+ ${nameOf(node)}`);
      }
    }).observe(stage, { childList: true, subtree: true });
    const said = document.querySelector('[aria-live=polite]');
    if (!said) throw new Error('nothing can be announced');
    new MutationObserver(() => {
      if (said.textContent) events.push(said.textContent);
    }).observe(said, { childList: true, characterData: true, subtree: true });
    return events;
  });
  return () => seen.jsonValue();
}
