import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest, Plugin } from 'vite';

/** Copies of the page for routes, by file name: the part of the client that each shows. */
export const PAGES: Readonly<Record<string, string>> = {
  index: 'src/features/landing/LandingPage.tsx',
  meeting: 'src/routes/MeetingPage.tsx',
  interview: 'src/routes/InterviewPage.tsx',
  call: 'src/routes/CallPage.tsx',
  report: 'src/features/report/ReportPage.tsx',
  debrief: 'src/features/report/DebriefPage.tsx',
  setup: 'src/features/setup/SetupPage.tsx',
  questions: 'src/features/bank/BankPage.tsx',
  docs: 'src/features/apidocs/ApiDocsPage.tsx',
};

/**
 * Writes a copy of the page for each route, which names the files that the route needs. Otherwise
 * the browser would learn of them only from the page's own script, one round trip later.
 */
export function routePages(): Plugin {
  return {
    name: 'route-pages',
    apply: 'build',
    enforce: 'post',
    writeBundle: {
      order: 'post',
      sequential: true,
      handler({ dir = '' }) {
        const read = (file: string) => readFileSync(join(dir, file), 'utf8');
        const manifest = JSON.parse(read('.vite/manifest.json')) as Manifest;
        const shell = read('index.html');
        for (const [name, part] of Object.entries(PAGES)) {
          writeFileSync(join(dir, `${name}.html`), withPreloads(shell, manifest, part));
        }
      },
    },
  };
}

/** The page with links to the files that a part needs, apart from those that it names already. */
export function withPreloads(shell: string, manifest: Manifest, part: string): string {
  const { scripts, styles } = filesOf(manifest, part);
  const links = [
    ...scripts.map((file) => `<link rel="modulepreload" crossorigin href="/${file}">`),
    ...styles.map((file) => `<link rel="stylesheet" crossorigin href="/${file}">`),
  ].filter((link) => !shell.includes(/"(\/[^"]*)">$/.exec(link)?.[1] ?? ''));
  return shell.replace('</head>', `${links.map((link) => `  ${link}\n  `).join('')}</head>`);
}

/** The files that a part needs before it can be shown, imported ones first. */
export function filesOf(manifest: Manifest, part: string): { scripts: string[]; styles: string[] } {
  const scripts = new Set<string>();
  const styles = new Set<string>();
  const seen = new Set<string>();
  const add = (key: string): void => {
    const chunk = manifest[key];
    if (seen.has(key) || !chunk) return;
    seen.add(key);
    for (const imported of chunk.imports ?? []) add(imported);
    if (chunk.file.endsWith('.js')) scripts.add(chunk.file);
    for (const file of chunk.css ?? []) styles.add(file);
  };
  if (!manifest[part]) throw new Error(`the manifest has no ${part}`);
  add(part);
  return { scripts: [...scripts], styles: [...styles] };
}
