import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Plugin, parseAst } from 'vite';

const MODULE = 'virtual:texts';
const PART = /^(.*)\?part=(\w+)/;

interface SplitTextsOptions {
  /** Folder with one file for each language, `en.ts`, which exports the object `en`. */
  folder: string;
  languages: readonly string[];
  /** Names of the top-level sections in each part. */
  parts: Readonly<Record<string, readonly string[]>>;
  /** Part of the first language that is loaded with the page's own script. */
  base: string;
}

interface Node {
  type: string;
  start: number;
  end: number;
  // biome-ignore lint/suspicious/noExplicitAny: a syntax tree has no narrower type here.
  [field: string]: any;
}

/**
 * Splits the texts of each language by the pages that show them. The texts stay one object for each
 * language: `en.ts?part=calls` is `en.ts` without the sections of other parts, and what those alone
 * used goes by tree shaking. `virtual:texts` has a function for each language and part that loads
 * it, and the base.
 */
export function splitTexts({ folder, languages, parts, base }: SplitTextsOptions): Plugin {
  const file = (language: string) => `${resolve(folder, language)}.ts`;
  const [first = ''] = languages;
  return {
    name: 'split-texts',
    enforce: 'pre',
    resolveId(id, importer) {
      if (id === MODULE) return `\0${MODULE}`;
      const [, path = '', part] = PART.exec(id) ?? [];
      if (part === undefined) return null;
      const absolute = resolve(importer?.startsWith('\0') ? '/' : dirname(importer ?? '/'), path);
      return `${absolute.endsWith('.ts') ? absolute : `${absolute}.ts`}?part=${part}`;
    },
    load(id) {
      if (id === `\0${MODULE}`) {
        const loaders = languages.map((language) => {
          const others = Object.keys(parts).filter((part) => part !== base);
          const each = others.map(
            (part) =>
              `${part}: () => import('${file(language)}?part=${part}').then((all) => all.texts)`,
          );
          return `${language}: { ${each.join(', ')} }`;
        });
        return `export { texts as base } from '${file(first)}?part=${base}';
export const load = { ${loaders.join(', ')} };`;
      }
      const [, path = '', part = ''] = PART.exec(id) ?? [];
      if (!path) return null;
      this.addWatchFile(path);
      const code = readFileSync(path, 'utf8');
      const language = languages.find((one) => path === file(one));
      return {
        code: language ? only(code, language, part, parts[part] ?? []) : code,
        moduleSideEffects: false,
        moduleType: 'ts',
      };
    },
  };
}

/**
 * The code of a language's file with only some sections of its texts, exported as `texts`. Its
 * types are compiled away afterwards, so it does no harm that they no longer hold.
 */
export function only(
  code: string,
  language: string,
  part: string,
  sections: readonly string[],
): string {
  const tree = parseAst(code, { lang: 'ts' }) as unknown as Node;
  const edits: { start: number; end: number; text: string }[] = [];
  const found = new Set<string>();
  for (const statement of tree.body as Node[]) {
    // Each part has copies of its own of the files that hold its sections.
    const source: Node | undefined = statement.importKind === 'type' ? undefined : statement.source;
    if (statement.type === 'ImportDeclaration' && source && /^\.\/\w+\.\w+$/.test(source.value)) {
      edits.push({ start: source.start, end: source.end, text: `'${source.value}?part=${part}'` });
    }
    const declared: Node[] = statement.declaration?.declarations ?? [];
    const texts = declared.find((one) => one.id.name === language);
    if (!texts) continue;
    // `{ … } satisfies Texts` has the object inside.
    const object = (texts.init.expression ?? texts.init) as Node;
    const kept = (object.properties as Node[]).filter(({ key }) => sections.includes(key.name));
    for (const { key } of kept) found.add(key.name);
    const { start, end } = object;
    const text = kept.map((property) => code.slice(property.start, property.end)).join(',\n');
    edits.push({ start, end, text: `{\n${text}\n}` });
  }
  const missing = sections.filter((section) => !found.has(section));
  if (missing.length > 0) throw new Error(`${language} has no texts ${missing.join(', ')}`);
  let result = code;
  for (const { start, end, text } of edits.sort((a, b) => b.start - a.start)) {
    result = result.slice(0, start) + text + result.slice(end);
  }
  return `${result}\nexport { ${language} as texts };\n`;
}
