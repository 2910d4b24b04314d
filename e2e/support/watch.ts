import type { Page } from '@playwright/test';

/** Records from now on which tiles come or go and what is announced. */
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

/** Records every toast and announcement from now on. */
export async function watchNotices(
  page: Page,
): Promise<() => Promise<{ toasts: string[]; announcements: string[] }>> {
  const seen = await page.evaluateHandle(() => {
    const toasts: string[] = [];
    const announcements: string[] = [];
    const toaster = document.querySelector('.toaster [role=status]');
    const said = document.querySelector('[aria-live=polite]');
    if (!toaster || !said) throw new Error('nothing can be told');
    new MutationObserver((records) => {
      for (const { addedNodes } of records) {
        for (const node of addedNodes) toasts.push(node.textContent ?? '');
      }
    }).observe(toaster, { childList: true });
    new MutationObserver(() => {
      if (said.textContent) announcements.push(said.textContent.trim());
    }).observe(said, { childList: true, characterData: true, subtree: true });
    return { toasts, announcements };
  });
  return () => seen.jsonValue();
}
