#!/usr/bin/env node
// Writes what ships in the binary, with its licences: crates of the server, npm packages of the client.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** The texts of licences in a package's folder. */
function texts(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(licen[cs]e|copying|notice|unlicense)/i.test(entry.name))
    .map(({ name }) => name)
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8').trim());
}

/** All crates that the server links: no dependency of builds or tests. */
function crates() {
  const host = /host: (.+)/.exec(execFileSync('rustc', ['-vV'], { encoding: 'utf8' }))[1];
  const args = ['metadata', '--locked', '--format-version', '1', '--filter-platform', host];
  const text = execFileSync('cargo', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 });
  const { packages, resolve } = JSON.parse(text);
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
  const byId = new Map(packages.map((one) => [one.id, one]));
  const found = new Set();
  const visit = (id) => {
    if (found.has(id)) return;
    found.add(id);
    for (const dependency of nodes.get(id).deps) {
      if (dependency.dep_kinds.some(({ kind }) => kind === null)) visit(dependency.pkg);
    }
  };
  visit(packages.find(({ name, source }) => name === 'convene-server' && !source).id);
  return [...found]
    .map((id) => byId.get(id))
    .filter(({ source, manifest_path }) => source || manifest_path.includes('/vendor/'))
    .map(({ name, version, license, manifest_path }) => ({
      name: `${name} ${version} (crate)`,
      licence: license ?? 'see its text',
      texts: texts(dirname(manifest_path)),
    }));
}

/** All npm packages that are not only for development. */
function npmPackages() {
  const web = join(root, 'web');
  const lock = JSON.parse(readFileSync(join(web, 'package-lock.json'), 'utf8'));
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path !== '' && !entry.dev && !entry.devOptional)
    .map(([path, { version, license }]) => ({
      name: `${path.replace(/^.*node_modules\//, '')} ${version} (npm)`,
      licence: license ?? 'see its text',
      texts: texts(join(web, path)),
    }));
}

const all = [...crates(), ...npmPackages()].sort((a, b) => (a.name < b.name ? -1 : 1));
// Many share a text to the letter: it is written once, under a number.
const numbers = new Map();
for (const text of all.flatMap((one) => one.texts)) {
  if (!numbers.has(text)) numbers.set(text, numbers.size + 1);
}
const lines = [
  `Convene is built from these ${all.length} packages. A number in brackets names a text below.`,
  '',
  ...all.map(
    (one) => `${one.name}: ${one.licence} ${one.texts.map((text) => `[${numbers.get(text)}]`).join(' ')}`,
  ),
];
for (const [text, number] of numbers) lines.push('', `[${number}] ${'-'.repeat(70)}`, '', text);
console.log(lines.map((line) => line.trimEnd()).join('\n'));
