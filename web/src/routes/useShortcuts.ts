import { useEffect } from 'react';

import { availableShortcuts, type ShortcutPage } from './shortcuts';
import { isSingleKey } from './single-keys';

/** Handles single-key shortcuts while nothing is being typed. */
export function useShortcuts(page: ShortcutPage): void {
  useEffect(() => {
    const handleKey = (event: KeyboardEvent) => {
      if (event.repeat || !isSingleKey(event)) return;
      const key = event.key.toLowerCase();
      const shortcut = availableShortcuts().find((one) => one.key === key);
      if (!shortcut?.act) return;
      event.preventDefault();
      shortcut.act(page);
    };
    addEventListener('keydown', handleKey);
    return () => removeEventListener('keydown', handleKey);
  }, [page]);
}
