/** Hue of an id: equal on every screen, and spread over the circle. */
export function hueOf(id: string): number {
  // FNV-1a: ids that differ in one letter end up far apart.
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash % 360;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** First characters of the first and the last word, as people see characters. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => first(word ?? '').toLocaleUpperCase()).join('');
}

function first(word: string): string {
  for (const { segment } of graphemes.segment(word)) return segment;
  return '';
}
