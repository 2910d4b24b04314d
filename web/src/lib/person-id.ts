import type { PersonId } from '../protocol/protocol.gen';

const LETTERS = 12;
const LONGEST = 128;
const SYLLABLES = /^(?:[bdfgjklmnprstvz][aeiou]){6}$/;

/**
 * Finds the person id in typed, pasted or scanned text, in any spelling or in a link. Null if there
 * is none.
 */
export function parsePersonInput(text: string): PersonId | null {
  if (text.length > LONGEST) return null;
  const trimmed = text.trim();
  const inLink = /\/call\/([^/?#]*)\/?$/.exec(trimmed);
  return parsePersonId((inLink?.[1] ?? trimmed).replace(/%20|\+/g, ' '));
}

/** The canonical spelling, `kalu-mipo-tesa`, or null. */
export function parsePersonId(text: string): PersonId | null {
  const letters = text.replace(/[\s.,‐-―_-]/gu, '').toLowerCase();
  if (letters.length !== LETTERS || !SYLLABLES.test(letters)) return null;
  return `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`;
}
