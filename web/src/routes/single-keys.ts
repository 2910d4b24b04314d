import { useSettings } from '../stores/settings';

/** Where a letter is something else; a slider or a box to tick takes none. */
const TYPING =
  'input:not([type=range], [type=checkbox]), textarea, select, [contenteditable]:not([contenteditable=false])';

/**
 * Whether a key is pressed alone and not for something else: where nothing is being typed, and no dialog is
 * open. They can be turned off (WCAG 2.1.4).
 */
export function isSingleKey(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.getModifierState('AltGraph')) {
    return false;
  }
  // A letter with Shift is another key; a sign may have no other way.
  if (event.shiftKey && /^\p{L}$/u.test(event.key)) return false;
  if (event.defaultPrevented || event.isComposing || !useSettings.getState().shortcuts)
    return false;
  if (event.target instanceof Element && event.target.closest(TYPING)) return false;
  return document.querySelector('dialog[open]') === null;
}
