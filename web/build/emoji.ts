import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { EmojiData } from 'frimousse';
import type { Plugin } from 'vite';

const MODULE = 'virtual:emoji';

/** Newest emoji that are offered: systems three years old draw them. */
const NEWEST = 15;
/** Skin tones by the number that the data gives them, from 1. */
const TONES = ['light', 'medium-light', 'medium', 'medium-dark', 'dark'] as const;

/** An entry of `emojibase-data`. */
interface Entry {
  emoji: string;
  label: string;
  version: number;
  group?: number;
  tags?: string[];
  skins?: { emoji: string; tone?: number | number[] }[];
}

interface Messages {
  groups: { key: string; message: string; order: number }[];
  skinTones: { key: string; message: string }[];
}

/**
 * The names of all emoji in each language, in a chunk of its own: `virtual:emoji` has a function
 * for each language that loads it. Only what the picker reads is kept, a third of the data.
 */
export function emoji(languages: readonly string[]): Plugin {
  return {
    name: 'emoji',
    resolveId: (id) => (id.startsWith(MODULE) ? `\0${id}` : null),
    load(id) {
      if (id === `\0${MODULE}`) {
        const loaders = languages.map(
          (language) =>
            `${language}: () => import('${MODULE}/${language}').then((one) => one.default)`,
        );
        return `export const load = { ${loaders.join(', ')} };`;
      }
      const [, language] = id.split(`\0${MODULE}/`);
      if (!language) return null;
      const read = (name: string) =>
        JSON.parse(
          readFileSync(
            fileURLToPath(import.meta.resolve(`emojibase-data/${language}/${name}.json`)),
            'utf8',
          ),
        );
      const data = emojiData(language, read('data'), read('messages'));
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(data))});`;
    },
  };
}

/** The picker's data from that of `emojibase-data`. */
export function emojiData(language: string, entries: Entry[], messages: Messages): EmojiData {
  const groups = messages.groups.filter(({ key }) => key !== 'component');
  const offered = new Set(groups.map(({ order }) => order));
  return {
    locale: language as EmojiData['locale'],
    emojis: entries
      .filter(
        ({ group, version }) => group !== undefined && offered.has(group) && version <= NEWEST,
      )
      .map(({ emoji: text, label, version, group = 0, tags = [], skins = [] }) => ({
        emoji: text,
        category: group,
        version,
        label: capitalised(label),
        tags,
        ...skinsOf(skins),
      })),
    categories: groups.map(({ order, message }) => ({ index: order, label: capitalised(message) })),
    skinTones: Object.fromEntries(
      messages.skinTones.map(({ key, message }) => [key, capitalised(message)]),
    ) as EmojiData['skinTones'],
  };
}

function skinsOf(skins: NonNullable<Entry['skins']>) {
  const single = skins.flatMap(({ emoji: text, tone }) => {
    const name = typeof tone === 'number' ? TONES[tone - 1] : undefined;
    return name ? [[name, text] as const] : [];
  });
  if (single.length === 0) return {};
  return { skins: Object.fromEntries(single) as Record<(typeof TONES)[number], string> };
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
