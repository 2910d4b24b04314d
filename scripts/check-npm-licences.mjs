#!/usr/bin/env node
// Refuses npm packages that ship in the client under a licence that is not free for every use.
// (cargo-deny does the same for the crates.)
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const web = join(import.meta.dirname, '../web');
const free = new Set(['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'Unlicense', 'OFL-1.1', 'CC0-1.0',
  // By file: what is ours stays so, as long as its files ship unchanged.
  'MPL-2.0']);
const lock = JSON.parse(readFileSync(join(web, 'package-lock.json'), 'utf8'));

const refused = [];
let count = 0;
for (const [path, entry] of Object.entries(lock.packages)) {
  if (path === '' || entry.dev || entry.devOptional) continue;
  // A build of a package for another system is not installed.
  if (entry.optional && !existsSync(join(web, path))) continue;
  const manifest = JSON.parse(readFileSync(join(web, path, 'package.json'), 'utf8'));
  // `licenses` is the form of npm's first years; a package or two still have it.
  const stated = manifest.license ?? manifest.licenses?.map((one) => one.type).join(' OR ');
  const alternatives = String(stated ?? 'none').replace(/[()]/g, '').split(' OR ');
  count += 1;
  if (!alternatives.some((one) => one.split(' AND ').every((part) => free.has(part)))) {
    refused.push(`${path}: ${stated ?? 'no licence'}`);
  }
}
if (refused.length > 0) {
  console.error(`licences that may not ship:\n${refused.join('\n')}`);
  process.exit(1);
}
console.log(`licences: ${count} npm packages that ship are free for every use`);
