/** Where texts of people are: names, chat, answers. An error report contains none of them. */
const sources = new Set<() => unknown>();

/** Limit of texts to look at: a report may be late, the page may not. */
const MOST = 20_000;

/** Adds a source. It is read only when there is an error to report. */
export function addPrivateTexts(source: () => unknown): void {
  sources.add(source);
}

/** All texts that must not leave the page: those of the sources and of this browser's storage. */
export function privateTexts(): string[] {
  const texts: string[] = [];
  const collect = (value: unknown): void => {
    if (texts.length >= MOST) return;
    if (typeof value === 'string') texts.push(value);
    else if (value && typeof value === 'object') Object.values(value).forEach(collect);
  };
  for (const source of [...sources, stored]) {
    try {
      collect(source());
    } catch {
      // Storage is blocked, or a source is broken; the others count.
    }
  }
  return texts;
}

function stored(): unknown {
  return [localStorage, sessionStorage].flatMap((storage) =>
    Object.entries(storage).map(([, text]) => {
      try {
        return JSON.parse(text);
      } catch {
        return text;
      }
    }),
  );
}
