// The gzipped size of the script that the first load of each page needs, against its limit.
// Reads the manifest Vite writes: run `npm run build` first.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url);

/** By page: the entries it loads (the app's entry and its own route), and the most kB it may take. */
const pages = [
  { name: 'landing page', route: /\/Landing[^/]*\.tsx$/i, limit: 120 },
  { name: 'meeting page', route: /\/Meeting[^/]*\.tsx$/i, limit: 250 },
];

let manifest;
try {
  manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));
} catch {
  console.error('size: no manifest in dist; run `npm run build` first');
  process.exit(1);
}

/** The files a chunk needs before it can run: itself and what it imports statically. */
function files(key, seen = new Set()) {
  const chunk = manifest[key];
  if (!chunk || seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const imported of chunk.imports ?? []) files(imported, seen);
  return seen;
}

function kilobytes(file) {
  return gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length / 1000;
}

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const dynamic = Object.keys(manifest).filter((key) => manifest[key].isDynamicEntry);
let failed = false;
for (const { name, route, limit } of pages) {
  const routes = dynamic.filter((key) => route.test(`/${key}`));
  if (routes.length === 0) {
    console.error(`size: ${name}: no lazily loaded module matches ${route}`);
    failed = true;
    continue;
  }
  const needed = new Set();
  for (const key of [entry, ...routes]) files(key, needed);
  const scripts = [...needed].filter((file) => file.endsWith('.js'));
  const total = scripts.reduce((sum, file) => sum + kilobytes(file), 0);
  const over = total > limit;
  failed ||= over;
  console.log(`size: ${name}: ${total.toFixed(1)} of ${limit} kB${over ? ', TOO LARGE' : ''}`);
  for (const file of scripts) console.log(`  ${kilobytes(file).toFixed(1).padStart(6)}  ${file}`);
}
process.exit(failed ? 1 : 0);
