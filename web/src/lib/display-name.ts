/** Longest name in Unicode scalar values; the server's limit. */
const MOST = 64;

export type NameProblem =
  | { kind: 'empty' }
  | { kind: 'too_long'; count: number }
  | { kind: 'forbidden' };

// The server's rules (crates/model, display_name.rs): no control characters, no bidirectional
// overrides, and at least one visible character.
const FORBIDDEN = /[\p{Cc}\u061C\u2028-\u202E\u2066-\u2069]/u;
const INVISIBLE =
  /\u034F|\u17B4|\u17B5|[\u180B-\u180F]|[\uFE00-\uFE0F]|[\s\u00AD\u115F\u1160\u200B-\u200F\u2060-\u2064\u2800\u3164\uFEFF\uFFA0\u{E0000}-\u{E0FFF}]/gu;

/** The name as the server accepts it, or its problem. */
export function parseDisplayName(
  text: string,
  most = MOST,
): { name: string } | { problem: NameProblem } {
  const name = text.trim().split(/\s+/u).join(' ');
  if (FORBIDDEN.test(name)) return { problem: { kind: 'forbidden' } };
  if (name.replace(INVISIBLE, '') === '') return { problem: { kind: 'empty' } };
  const count = [...name].length;
  if (count > most) return { problem: { kind: 'too_long', count } };
  return { name };
}
