import { create } from 'zustand';

import { chooseLanguage, type Language } from '../lib/language';
import { readPreferences, updatePreferences } from '../lib/preferences';
import { en, type Strings } from './en';

/** English comes along, since it stands in where another cannot be loaded; the others come when needed. */
const load: Record<Language, () => Promise<Strings>> = {
  en: async () => en,
  de: async () => (await import('./de')).de,
};

/** What each language calls itself. */
export const languageNames: Record<Language, string> = { en: 'English', de: 'Deutsch' };

interface Spoken {
  language: Language;
  texts: Strings;
}

const useSpoken = create<Spoken>()(() => ({ language: 'en', texts: en }));

let wanted: Language = 'en';
let starting: Promise<void> | undefined;

/** The texts for a component, which is rendered again when the language changes. */
export function useStrings(): Strings {
  return useSpoken((state) => state.texts);
}

export function useLanguage(): Language {
  return useSpoken((state) => state.language);
}

/**
 * The texts of this moment, for whatever is no component. Never to be kept: the language may change, and
 * at a module's top level it is not known yet.
 */
export function strings(): Strings {
  return useSpoken.getState().texts;
}

/** Speaks the language this browser asks for, and settles, at the latest in English, when it does. */
export function languageReady(): Promise<void> {
  starting ??= speak(chooseLanguage(readPreferences().language, navigator.languages)).catch(
    () => {},
  );
  return starting;
}

/** Changes the language here and now, and for the next time. Fails where its texts cannot be loaded. */
export async function changeLanguage(language: Language): Promise<void> {
  await speak(language);
  updatePreferences({ language });
}

async function speak(language: Language): Promise<void> {
  wanted = language;
  const texts = await load[language]();
  // Another was asked for meanwhile.
  if (wanted !== language) return;
  document.documentElement.lang = language;
  useSpoken.setState({ language, texts });
}
