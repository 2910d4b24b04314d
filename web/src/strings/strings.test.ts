import { expect, it } from 'vitest';

import { de } from './de';
import { en } from './en';

/** Texts that are intentionally the same in both languages. */
const SAME = [
  'product',
  'landing.codePlaceholder',
  'meeting.pageTitle',
  'messages.emoji',
  'webinar.label',
  'calls.idPlaceholder',
  'calls.ok',
  'calls.availability.online',
  'calls.availability.offline',
  'interview.title',
  'interview.number',
  'interview.editText',
  'interview.plan',
  'interview.links',
  'interviewSetup.mailSubject',
  'recording.megabytes',
  'chat.title',
  'quality.codec',
  'quality.bitrate',
  'quality.jitter',
  'quality.kilobits',
  'quality.milliseconds',
  'hosts.roles.host',
  'hosts.name',
  'hosts.lobbyLabel',
  'streams.name',
  'streams.token',
  'bank.criteria.3',
  'startInterview.with',
  'report.state',
  'apiDocs.version',
];

type Leaf = string | ((...values: unknown[]) => unknown);

/** All texts, by path. */
function leaves(node: unknown, path = ''): [string, Leaf][] {
  if (typeof node === 'string' || typeof node === 'function') return [[path, node as Leaf]];
  return Object.entries(node as object).flatMap(([key, value]) =>
    leaves(value, path ? `${path}.${key}` : key),
  );
}

const kinds = (texts: object) =>
  leaves(texts).map(([path, leaf]) =>
    typeof leaf === 'string' ? path : `${path}(${leaf.length})`,
  );

/** Source of a text, values not filled in: equal sources mean that it was not translated. */
function words(leaf: Leaf): string {
  return typeof leaf === 'string' ? leaf : leaf.toString().replaceAll(/\s+/g, ' ');
}

it('has every text in German, with the same values to fill in, in the same order', () => {
  expect(leaves(en).length).toBeGreaterThan(200);
  expect(kinds(de)).toEqual(kinds(en));
});

it('has left no text empty', () => {
  for (const texts of [en, de]) {
    const empty = leaves(texts).filter(([, leaf]) => typeof leaf === 'string' && !leaf.trim());
    expect(empty.map(([path]) => path)).toEqual([]);
  }
});

it('has left nothing in English', () => {
  const german = new Map(leaves(de));
  // Formats have the same source in both languages, but another formatter.
  const same = leaves(en).filter(([path, leaf]) => {
    const other = german.get(path);
    const formatsOnly = typeof leaf === 'function' && !/[`'"]/.test(leaf.toString());
    return other !== undefined && !formatsOnly && words(leaf) === words(other);
  });
  // `percent` is only a number.
  expect(same.map(([path]) => path).filter((path) => path !== 'quality.percent')).toEqual(SAME);
});

it('writes German as German is written', () => {
  for (const [path, leaf] of leaves(de)) {
    expect(words(leaf), path).not.toMatch(/[“”]\w|\b(du|dir|dich|dein\w*)\b|\w\.\.\.|\w…/i);
  }
});

it('counts one, and more than one, in both languages', () => {
  expect([1, 2].map(en.chat.unread)).toEqual(['1 unread message', '2 unread messages']);
  expect([1, 2].map(de.chat.unread)).toEqual([
    '1 ungelesene Nachricht',
    '2 ungelesene Nachrichten',
  ]);
  expect(de.talk.joined(['Ana'])).toBe('Ana ist beigetreten');
  expect(de.talk.joined(['Ana', 'Ben'])).toBe('Ana und Ben sind beigetreten');
  expect(de.talk.left(['Ana', 'Ben', 'Cem'])).toBe('Ana und 2 weitere haben das Meeting verlassen');
});

it('writes numbers as each language does', () => {
  expect([en.quality.percent(2.25), de.quality.percent(2.25)]).toEqual(['2.3%', '2,3 %']);
  expect(en.chat.tooLong(4001)).toContain('4,001');
  expect(de.chat.tooLong(4001)).toContain('4.001');
});
