import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';

import { en } from './en';
import { TEXT_PARTS } from './parts';

const SRC = resolve(import.meta.dirname, '..');

/** Texts that a file uses only where they are loaded, though others load the file without them. */
const ELSEWHERE: Record<string, readonly string[]> = {
  // In interviews only.
  'actions/interview-failure.ts': ['interview'],
  'actions/interview-keys.ts': ['interview'],
  'features/chat/ChatPanel.tsx': ['interview'],
  'features/notices/useNotices.ts': ['interview'],
  'features/people/Person.tsx': ['interview'],
  'features/stage/AloneInvitation.tsx': ['interview'],
  'features/stage/Tile.tsx': ['interview'],
  // In interviews and in calls only.
  'features/controls/ControlBar.tsx': ['interview', 'calls'],
};

interface Module {
  imports: string[];
  /** Files that it loads on demand, each with the parts of the texts that come along. */
  loads: { file: string; texts: string[] }[];
  sections: Set<string>;
}

const modules = new Map<string, Module>();

function read(file: string): Module {
  const known = modules.get(file);
  if (known) return known;
  const code = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const find = (specifier: string) =>
    ['', '.ts', '.tsx', '/index.ts']
      .map((ending) => resolve(dirname(file), specifier) + ending)
      .find((path) => /\.tsx?$/.test(path) && existsSync(path));
  const imports = [...code.matchAll(/^(?:import|export) (?!type\b)[^;]*?'(\.[^']+)'/gm)].flatMap(
    ([, specifier = '']) => find(specifier) ?? [],
  );
  const loads = [...code.matchAll(/import\('(\.[^']+)'\)/g)].flatMap((match) => {
    const path = find(match[1] ?? '');
    if (!path) return [];
    // `part(() => import('./Room'), 'room')`: the names after the import, up to the end.
    const after = code.slice((match.index ?? 0) + match[0].length);
    const rest = /^[^;]*?\);/.exec(after)?.[0] ?? '';
    return [{ file: path, texts: [...rest.matchAll(/'(\w+)'/g)].map(([, name = '']) => name) }];
  });
  const module = { imports, loads, sections: sectionsOf(code, file) };
  modules.set(file, module);
  return module;
}

/** The sections of the texts that a file's code uses. */
function sectionsOf(code: string, file: string): Set<string> {
  const sections = new Set<string>();
  const uses = [
    ...code.matchAll(/(?:\bconst (\{[^}]*\}|\w+) = )?\b(?:useStrings|strings)\(\)(\.\w+)?/g),
  ];
  const whole = [...code.matchAll(/\b(\w+): Strings\b/g)].map((match) => [match.index, match[1]]);
  for (const { index, 1: name, 2: section } of uses) {
    if (section) sections.add(section.slice(1));
    else if (name?.startsWith('{')) {
      for (const [, one = ''] of name.matchAll(/(\w+)(?=\s*[:,}])/g)) sections.add(one);
    } else if (name) whole.push([index, name]);
    else if (!/^(?:export )?function/m.test(code.slice(code.lastIndexOf('\n', index) + 1)))
      throw new Error(`${relative(SRC, file)}: how are these texts used?`);
  }
  for (const [from, name] of whole as [number, string][]) {
    // Up to where another function gives the name another meaning.
    const [, following = ''] = code
      .slice(from)
      .split(new RegExp(`\\bconst ${name} = |${name}: Strings`));
    for (const [, one = ''] of following.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, 'g')))
      sections.add(one);
  }
  return sections;
}

function closure(file: string): Set<string> {
  const seen = new Set<string>();
  const open = [file];
  for (let next = open.pop(); next; next = open.pop()) {
    if (seen.has(next) || next.startsWith(resolve(SRC, 'strings'))) continue;
    seen.add(next);
    open.push(...read(next).imports);
  }
  return seen;
}

/** Texts that are missing where `file` is loaded beside `parts`, and in what it loads in turn. */
function missing(file: string, parts: ReadonlySet<string>, done = new Set<string>()): string[] {
  const key = [file, ...[...parts].sort()].join(' ');
  if (done.has(key)) return [];
  done.add(key);
  const there = new Set<string>(
    [...parts].flatMap((part) => TEXT_PARTS[part as keyof typeof TEXT_PARTS]),
  );
  return [...closure(file)].flatMap((member) => {
    const name = relative(SRC, member);
    const { sections, loads } = read(member);
    const here = [...sections]
      .filter((section) => !there.has(section) && !ELSEWHERE[name]?.includes(section))
      .map((section) => `${section} in ${name}, loaded with ${relative(SRC, file)}`);
    const below = loads.flatMap(({ file: other, texts }) =>
      missing(other, new Set([...parts, ...texts]), done),
    );
    return [...here, ...below];
  });
}

it('every section of the texts is in one part', () => {
  const { base, ...others } = TEXT_PARTS;
  expect(Object.values(others).flat().sort()).toEqual(Object.keys(en).sort());
  expect(others.start).toEqual(expect.arrayContaining([...base]));
});

it('whatever a page loads, it loads with its texts', () => {
  const found = missing(resolve(SRC, 'main.tsx'), new Set(['start']));
  expect([...new Set(found)]).toEqual([]);
  // It found the pages at all.
  expect(modules.size).toBeGreaterThan(300);
  expect([...read(resolve(SRC, 'features/call/CallForm.tsx')).sections]).toContain('calls');
});
