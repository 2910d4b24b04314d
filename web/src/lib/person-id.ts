import type { PersonId } from '../rtc/protocol.gen';

const LETTERS = 12;
const LONGEST = 128;
const SYLLABLES = /^(?:[bdfgjklmnprstvz][aeiou]){6}$/;

/**
 * The id a person means by what they typed, pasted or scanned: in any spelling (capitals, spaces, hyphens, dots), or
 * in a link to call them. Null if it is none.
 */
export function parsePersonInput(text: string): PersonId | null {
  if (text.length > LONGEST) return null;
  const trimmed = text.trim();
  const inLink = /\/call\/([^/?#]*)\/?$/.exec(trimmed);
  return parsePersonId((inLink?.[1] ?? trimmed).replace(/%20|\+/g, ' '));
}

/** An id in its one canonical spelling, `kalu-mipo-tesa`, or null. */
export function parsePersonId(text: string): PersonId | null {
  const letters = text.replace(/[\s.,‐-―_-]/gu, '').toLowerCase();
  if (letters.length !== LETTERS || !SYLLABLES.test(letters)) return null;
  return `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`;
}
