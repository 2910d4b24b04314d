/** Languages of the interface; the first is the default. */
export const LANGUAGES = ['en', 'de'] as const;

export type Language = (typeof LANGUAGES)[number];

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some((language) => language === value);
}

/** The person's choice, else the browser's most preferred supported language, else English. */
export function chooseLanguage(chosen: Language | null, preferred: readonly string[]): Language {
  return chosen ?? preferred.map(primary).find(isLanguage) ?? LANGUAGES[0];
}

/**
 * The browser's variant of a language, such as en-GB. It decides the format of dates and numbers.
 */
export function localeFor(language: Language, preferred: readonly string[]): string {
  return preferred.find((tag) => primary(tag) === language && isKnown(tag)) ?? language;
}

function primary(tag: string): string {
  return tag.toLowerCase().split('-', 1)[0] ?? '';
}

/** Some browsers report locales that they refuse themselves, such as "en-US@posix". */
function isKnown(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}
