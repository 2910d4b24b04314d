import { create } from 'zustand';

import { chooseLanguage, type Language } from '../lib/language';
import { readPreferences, updatePreferences } from '../lib/preferences';
import { en, type Strings } from './en';

/** English is always loaded, as the fallback; other languages load when needed. */
const load: Record<Language, () => Promise<Strings>> = {
  en: async () => en,
  de: async () => (await import('./de')).de,
};

/** Name of each language in that language. */
export const languageNames: Record<Language, string> = { en: 'English', de: 'Deutsch' };

interface Spoken {
  language: Language;
  texts: Strings;
}

const useSpoken = create<Spoken>()(() => ({ language: 'en', texts: en }));

let wanted: Language = 'en';
let starting: Promise<void> | undefined;

/** The texts for a component, which renders again when the language changes. */
export function useStrings(): Strings {
  return useSpoken((state) => state.texts);
}

export function useLanguage(): Language {
  return useSpoken((state) => state.language);
}

/**
 * The present texts, for code outside components. Do not keep them: the language may change, and
 * at a module's top level it is not known yet.
 */
export function strings(): Strings {
  return useSpoken.getState().texts;
}

/** Loads the language that this browser asks for; resolves with English if that fails. */
export function languageReady(): Promise<void> {
  starting ??= speak(chooseLanguage(readPreferences().language, navigator.languages)).catch(
    () => {},
  );
  return starting;
}

/** Changes and remembers the language. Rejects if its texts cannot be loaded. */
export async function changeLanguage(language: Language): Promise<void> {
  await speak(language);
  updatePreferences({ language });
}

async function speak(language: Language): Promise<void> {
  wanted = language;
  const texts = await load[language]();
  // The person chose another language meanwhile.
  if (wanted !== language) return;
  document.documentElement.lang = language;
  useSpoken.setState({ language, texts });
}
