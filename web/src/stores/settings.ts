import { create } from 'zustand';

import { readPreferences, updatePreferences } from '../lib/preferences';

interface Settings {
  /** True if joins, leaves, messages and hands make a sound. */
  sounds: boolean;
  /** True if single keys are shortcuts. */
  shortcuts: boolean;
}

/** Settings for all meetings; this browser remembers them. */
export const useSettings = create<Settings>()(() => {
  const { sounds, shortcuts } = readPreferences();
  return { sounds, shortcuts };
});

export function changeSettings(change: Partial<Settings>): void {
  useSettings.setState(change);
  updatePreferences(change);
}
