import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

/**
 * Imports each icon from its own file. Through the package's index every icon would belong to the
 * page's own script, whichever page shows it.
 */
export function icons(): Plugin {
  let files: ReadonlyMap<string, string> | null = null;
  return {
    name: 'icons',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { id: /\/src\/.*\.tsx?$/, code: 'lucide-react' },
      handler(code) {
        files ??= iconFiles(
          readFileSync(
            fileURLToPath(import.meta.resolve('lucide-react/icons/x')).replace(
              /icons\/x\.mjs$/,
              'lucide-react.mjs',
            ),
            'utf8',
          ),
        );
        return withOwnFiles(code, files);
      },
    },
  };
}

/** The file of each icon, by every name that the package's index gives it. */
export function iconFiles(index: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const [, names = '', file = ''] of index.matchAll(
    /export \{([^}]*)\} from '\.\/icons\/([\w-]+)\.mjs'/g,
  )) {
    for (const [, name = ''] of names.matchAll(/default as (\w+)/g)) files.set(name, file);
  }
  return files;
}

export function withOwnFiles(code: string, files: ReadonlyMap<string, string>): string {
  return code.replace(/import \{([^}]*)\} from 'lucide-react';/g, (_, names: string) =>
    names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && !name.startsWith('type '))
      .map((name) => {
        const [imported = '', local = imported] = name.split(' as ');
        const file = files.get(imported);
        if (!file) throw new Error(`lucide-react has no icon ${imported}`);
        return `import ${local} from 'lucide-react/icons/${file}';`;
      })
      .join(' '),
  );
}
