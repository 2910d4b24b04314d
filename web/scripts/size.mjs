// What the first load of each page takes, against its limits: kB of gzipped script, with the texts
// of the longest language, and requests. Run `npm run build` first.
import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url);

/** By page: its document, the parts of the texts it shows, and the most it may take. */
const pages = [
  {
    name: 'landing',
    document: 'index.html',
    texts: ['start', 'landing'],
    script: 90,
    requests: 12,
  },
  {
    name: 'meeting',
    document: 'meeting.html',
    texts: ['start', 'landing', 'meet', 'entry'],
    script: 160,
  },
  { name: 'call', document: 'call.html', texts: ['start', 'meet', 'calls'], script: 160 },
];

/** The font of Latin letters and the icon, which every page loads besides. */
const BESIDES = 2;

let manifest;
try {
  manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));
} catch {
  console.error('size: no manifest in dist; run `npm run build` first');
  process.exit(1);
}

const read = (file) => readFileSync(new URL(file, dist));
const gzipped = (file) => gzipSync(read(file), { level: 9 }).length / 1000;
const brotli = (file) => {
  const compressed = new URL(`${file}.br`, dist);
  return (existsSync(compressed) ? readFileSync(compressed) : read(file)).length / 1000;
};
const sum = (files, size) => files.reduce((total, file) => total + size(file), 0);

/** The files of the texts that a page shows, in the language that takes the most. */
function textsOf(parts) {
  const chunks = Object.entries(manifest).flatMap(([key, { file }]) => {
    const [, language, part] = /strings\/(\w+)\.ts\?part=(\w+)$/.exec(key) ?? [];
    return parts.includes(part) ? [{ language, file }] : [];
  });
  const languages = Map.groupBy
    ? Map.groupBy(chunks, ({ language }) => language)
    : chunks.reduce(
        (all, chunk) => all.set(chunk.language, [...(all.get(chunk.language) ?? []), chunk]),
        new Map(),
      );
  const files = [...languages.values()].map((one) => one.map(({ file }) => file));
  for (const one of files) {
    if (one.length !== parts.length) throw new Error(`size: texts are missing: ${parts}`);
  }
  return files.sort((a, b) => sum(b, gzipped) - sum(a, gzipped))[0];
}

let failed = false;
for (const { name, document, texts, script, requests } of pages) {
  const named = [
    ...read(document)
      .toString()
      .matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g),
  ];
  const files = [...named.map(([, file]) => file), ...textsOf(texts)];
  const scripts = files.filter((file) => file.endsWith('.js'));
  const kilobytes = sum(scripts, gzipped);
  const count = 1 + files.length + BESIDES;
  const over = kilobytes > script || count > (requests ?? Number.POSITIVE_INFINITY);
  failed ||= over;
  console.log(
    `size: ${name}: ${kilobytes.toFixed(1)} of ${script} kB of script ` +
      `(${sum(scripts, brotli).toFixed(1)} in Brotli), ` +
      `${count}${requests ? ` of ${requests}` : ''} requests${over ? ', TOO MUCH' : ''}`,
  );
  for (const file of scripts) console.log(`  ${gzipped(file).toFixed(1).padStart(6)}  ${file}`);
}
process.exit(failed ? 1 : 0);
