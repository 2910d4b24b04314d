import { useSettings } from '../stores/settings';

/** Controls that use letters themselves; sliders and checkboxes do not. */
const TYPING =
  'input:not([type=range], [type=checkbox]), textarea, select, [contenteditable]:not([contenteditable=false])';

/**
 * True if a key is pressed alone and is not meant for something else: nothing is being typed, and
 * no dialog is open. People can turn single keys off (WCAG 2.1.4).
 */
export function isSingleKey(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.getModifierState('AltGraph')) {
    return false;
  }
  // A letter with Shift is another key, but some signs need Shift.
  if (event.shiftKey && /^\p{L}$/u.test(event.key)) return false;
  if (event.defaultPrevented || event.isComposing || !useSettings.getState().shortcuts)
    return false;
  if (event.target instanceof Element && event.target.closest(TYPING)) return false;
  return document.querySelector('dialog[open]') === null;
}
