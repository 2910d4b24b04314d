import { base, load } from 'virtual:texts';
import { create } from 'zustand';

import { chooseLanguage, type Language } from '../lib/language';
import { readPreferences, updatePreferences } from '../lib/preferences';
import type { Strings } from './en';
import type { TextPart } from './parts';

export type { TextPart } from './parts';

/** Name of each language in that language. */
export const languageNames: Record<Language, string> = { en: 'English', de: 'Deutsch' };

interface Spoken {
  language: Language;
  /** Complete for the parts that are loaded; a page waits for its parts with `textsReady`. */
  texts: Strings;
}

const useSpoken = create<Spoken>()(() => ({ language: 'en', texts: base as Strings }));

let wanted: Language | undefined;
/** The parts that are shown or about to be shown: they change their language together. */
const needed = new Set<TextPart>();
const loading = new Map<string, Promise<Partial<Strings>>>();

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

/**
 * Loads parts of the texts in the person's language, or in English if that fails. Other languages
 * are not loaded.
 */
export async function textsReady(...parts: TextPart[]): Promise<void> {
  for (const part of parts) needed.add(part);
  wanted ??= chooseLanguage(readPreferences().language, navigator.languages);
  try {
    await speak(wanted);
  } catch {
    await speak('en');
  }
}

/** Gives all texts at once, where there is no page. */
export function provideTexts(texts: Strings): void {
  useSpoken.setState({ texts });
}

/** Changes and remembers the language. Rejects if its texts cannot be loaded. */
export async function changeLanguage(language: Language): Promise<void> {
  const before = wanted;
  try {
    await speak(language);
  } catch (error) {
    if (wanted === language) wanted = before;
    throw error;
  }
  updatePreferences({ language });
}

async function speak(language: Language): Promise<void> {
  wanted = language;
  let texts: Strings;
  let count: number;
  do {
    count = needed.size;
    const parts = await Promise.all([...needed].map((part) => textsOf(language, part)));
    texts = Object.assign({}, base, ...parts);
    // Another part was asked for meanwhile.
  } while (needed.size > count);
  // The person chose another language meanwhile.
  if (wanted !== language) return;
  document.documentElement.lang = language;
  useSpoken.setState({ language, texts });
}

function textsOf(language: Language, part: TextPart): Promise<Partial<Strings>> {
  const key = `${language} ${part}`;
  let texts = loading.get(key);
  if (!texts) {
    texts = load[language][part]();
    loading.set(key, texts);
    texts.catch(() => loading.delete(key));
  }
  return texts;
}
