import { create } from 'zustand';

import { readPreferences, updatePreferences } from '../lib/preferences';

interface Settings {
  /** Whether joining, leaving, messages and hands are heard. */
  sounds: boolean;
  /** Whether single keys are shortcuts. */
  shortcuts: boolean;
}

/** What a person has set for all meetings; remembered in this browser. */
export const useSettings = create<Settings>()(() => {
  const { sounds, shortcuts } = readPreferences();
  return { sounds, shortcuts };
});

export function changeSettings(change: Partial<Settings>): void {
  useSettings.setState(change);
  updatePreferences(change);
}
