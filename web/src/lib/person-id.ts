import type { PersonId } from '../protocol/protocol.gen';

const LETTERS = 12;
const LONGEST = 128;
const IN_LINK = /\/call\/([^/?#]*)\/?$/;
const SYLLABLES = /^(?:[bdfgjklmnprstvz][aeiou]){6}$/;
/** The beginning of a link, as far as it is typed. */
const SCHEME = /^h(t(t(ps?:?)?)?)?$/;
const BEGUN = /^(?:[bdfgjklmnprstvz][aeiou])*[bdfgjklmnprstvz]?$/;

/**
 * Finds the person id in typed, pasted or scanned text, in any spelling or in a link. Null if there
 * is none.
 */
export function parsePersonInput(text: string): PersonId | null {
  return text.length > LONGEST ? null : parsePersonId(idPart(text));
}

/** True if no more typing at its end makes an id of this text. */
export function isNoPersonInput(text: string): boolean {
  if (text.length > LONGEST) return true;
  // The link may go on, up to its id.
  if (text.includes('/') && !IN_LINK.test(text.trim())) return false;
  // An escaped space may be typed halfway.
  const letters = lettersOf(idPart(text).replace(/%2?$/, ''));
  return letters.length > LETTERS || !(BEGUN.test(letters) || SCHEME.test(letters));
}

function idPart(text: string): string {
  const trimmed = text.trim();
  return (IN_LINK.exec(trimmed)?.[1] ?? trimmed).replace(/%20|\+/g, ' ');
}

function lettersOf(text: string): string {
  return text.replace(/[\s.,‐-―_-]/gu, '').toLowerCase();
}

/** The canonical spelling, `kalu-mipo-tesa`, or null. */
export function parsePersonId(text: string): PersonId | null {
  const letters = lettersOf(text);
  if (letters.length !== LETTERS || !SYLLABLES.test(letters)) return null;
  return `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`;
}
