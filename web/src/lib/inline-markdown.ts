/** Parsed chat text: data, never HTML. Viewers build elements from it. */
export type Inline =
  | { kind: 'text' | 'code'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: StyleKind; children: Inline[] };

type StyleKind = 'strong' | 'emphasis' | 'strike';

const STYLES: readonly { mark: string; kind: StyleKind }[] = [
  { mark: '**', kind: 'strong' },
  { mark: '~~', kind: 'strike' },
  { mark: '__', kind: 'strong' },
  { mark: '*', kind: 'emphasis' },
  { mark: '_', kind: 'emphasis' },
];
const URL_START = /(?:https?:\/\/|www\.)[^\s<>"`]+/iy;
const WORD = /[\p{L}\p{N}_]/u;

const MORE_THAN_MARKS = /[^*_~\s]/;

/**
 * Parses `**bold**` or `__bold__`, `*italic*` or `_italic_`, `~~strike~~`, `` `code` `` and web
 * addresses. Marks count only at the edge of words, so `2*3*4` and `a_b_c` stay as they are, and an
 * unclosed mark is text. Only http and https become links.
 */
export function parseInline(source: string): Inline[] {
  return parse(source, new Set());
}

function parse(source: string, within: ReadonlySet<StyleKind>): Inline[] {
  const found: Inline[] = [];
  /** Marks without an end from here on, which are not searched for again. */
  const endless = new Set<string>();
  let from = 0;
  let at = 0;
  const take = (inline: Inline, start: number, end: number): void => {
    if (start > from) found.push({ kind: 'text', text: source.slice(from, start) });
    found.push(inline);
    from = end;
    at = end;
  };

  while (at < source.length) {
    const code = codeAt(source, at, endless);
    if (code) {
      take({ kind: 'code', text: code.text }, at, code.end);
      continue;
    }
    const link = linkAt(source, at);
    if (link) {
      take({ kind: 'link', text: link.text, href: link.href }, at, at + link.text.length);
      continue;
    }
    const style = STYLES.find(({ mark }) => source.startsWith(mark, at));
    if (style) {
      const { mark, kind } = style;
      const end = within.has(kind) ? -1 : endOf(source, at, mark, endless);
      if (end >= 0) {
        const inside = source.slice(at + mark.length, end);
        const children = parse(inside, new Set([...within, kind]));
        take({ kind, children }, at, end + mark.length);
      } else {
        at += mark.length;
      }
      continue;
    }
    at += 1;
  }
  if (from < source.length) found.push({ kind: 'text', text: source.slice(from) });
  return found;
}

function codeAt(
  source: string,
  at: number,
  endless: Set<string>,
): { text: string; end: number } | null {
  if (source[at] !== '`' || endless.has('`')) return null;
  const end = source.indexOf('`', at + 1);
  if (end < 0) endless.add('`');
  const text = source.slice(at + 1, end);
  return end < 0 || text.trim() === '' ? null : { text, end: end + 1 };
}

function endOf(source: string, at: number, mark: string, endless: Set<string>): number {
  const inside = at + mark.length;
  if (endless.has(mark) || isWord(source[at - 1]) || isSpace(source[inside])) return -1;
  for (let end = source.indexOf(mark, inside + 1); end >= 0; end = source.indexOf(mark, end + 1)) {
    const after = source[end + mark.length];
    // In `***`, only the last one or two characters close.
    if (after === mark[0]) continue;
    const single = mark.length === 1;
    if (single && source[end - 1] === mark && source[end - 2] !== mark) continue;
    if (isSpace(source[end - 1]) || isWord(after)) continue;
    // A line of underscores to fill in is not empty bold text.
    if (MORE_THAN_MARKS.test(source.slice(inside, end))) return end;
  }
  endless.add(mark);
  return -1;
}

function linkAt(source: string, at: number): { text: string; href: string } | null {
  if (!/[hw]/i.test(source[at] ?? '') || isWord(source[at - 1])) return null;
  URL_START.lastIndex = at;
  const match = URL_START.exec(source)?.[0];
  if (!match) return null;
  const text = withoutTail(match);
  try {
    const url = new URL(/^www\./i.test(text) ? `https://${text}` : text);
    const web = url.protocol === 'http:' || url.protocol === 'https:';
    return web ? { text, href: url.href } : null;
  } catch {
    return null;
  }
}

/** Punctuation at the end, and an unopened closing bracket, do not belong to the address. */
function withoutTail(url: string): string {
  let text = url;
  for (;;) {
    const last = text.at(-1) ?? '';
    const closes = last === ')' && count(text, ')') > count(text, '(');
    if (!closes && !/[.,;:!?'’”*~\]}]/.test(last)) return text;
    text = text.slice(0, -1);
  }
}

function count(text: string, what: string): number {
  return text.split(what).length - 1;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && WORD.test(character);
}

function isSpace(character: string | undefined): boolean {
  return character === undefined || /\s/.test(character);
}
