/** The languages the interface speaks; the first is spoken where none is known. */
export const LANGUAGES = ['en', 'de'] as const;

export type Language = (typeof LANGUAGES)[number];

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some((language) => language === value);
}

/** What the person chose, else what the browser prefers most of what there is, else English. */
export function chooseLanguage(chosen: Language | null, preferred: readonly string[]): Language {
  return chosen ?? preferred.map(primary).find(isLanguage) ?? LANGUAGES[0];
}

/** The browser's own variety of a language, such as en-GB: it decides how dates and numbers look. */
export function localeFor(language: Language, preferred: readonly string[]): string {
  return preferred.find((tag) => primary(tag) === language && isKnown(tag)) ?? language;
}

function primary(tag: string): string {
  return tag.toLowerCase().split('-', 1)[0] ?? '';
}

/** Browsers have been seen to report what they do not take themselves: "en-US@posix". */
function isKnown(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}
