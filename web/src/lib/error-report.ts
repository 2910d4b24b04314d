/** What the page tells the server about an error: no address, no name, no word of the people. */
export interface ErrorReport {
  /** Type and redacted message of the error. */
  message: string;
  /** Frames, one a line, innermost first. */
  stack: string;
  /** Pattern of the page's path, such as `/m/:id`. */
  route: string;
}

/** Stands for everything that is not told. */
const HIDDEN = '…';
const MAX_INPUT = 2_000;
const MAX_MESSAGE = 300;
const MAX_FRAMES = 12;

/** Builds the report. `texts` are texts of this page that must not leave it, such as names. */
export function errorReport(
  reason: unknown,
  pathname: string,
  texts: Iterable<string>,
): ErrorReport {
  const route = routeOf(pathname);
  if (!(reason instanceof Error) && !(reason instanceof DOMException)) {
    // Whatever else was thrown may hold anything.
    return { message: `thrown: ${reason === null ? 'null' : typeof reason}`, stack: '', route };
  }
  const name = /^\w{1,40}$/.test(reason.name) ? reason.name : 'Error';
  const message = redact(hideTexts(cutAtWord(String(reason.message)), texts));
  return {
    message: `${name}: ${message}`.slice(0, MAX_MESSAGE),
    stack: frames(String(reason.stack ?? '')).join('\n'),
    route,
  };
}

/** The pattern of a path: ids are left out, and so is every page that this client does not have. */
export function routeOf(path: string): string {
  if (path && !path.startsWith('/')) return 'other';
  const [first = '', second, third] = path.split(/[?#]/, 1)[0]?.split('/').slice(1) ?? [];
  if (['', 'questions'].includes(first)) return `/${first}`;
  if (first === 'api') return second === 'docs' ? '/api/docs' : '/api';
  if (!['m', 'i', 'r', 'room', 'call'].includes(first)) return 'other';
  const below = third && /^[a-z]{1,20}$/.test(third) ? `/${third}` : '';
  return second ? `/${first}/:id${below}` : `/${first}`;
}

/**
 * Takes out what could name a person, a meeting or a secret: quoted text, addresses apart from the
 * names of our own files, ids, and long runs of letters and digits.
 */
export function redact(whole: string): string {
  const text = whole.replace(/\b(?:data|blob):\S+/g, HIDDEN);
  let out = '';
  let word = '';
  const endWord = (): void => {
    out += redactWord(word);
    word = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] as string;
    if (/["'`]/.test(char) && !/[\p{L}\p{N}]$/u.test(out + word)) {
      endWord();
      const end = closing(text, char, at);
      const quoted = text.slice(at + 1, end);
      out += `${char}${isProperty(out, quoted) ? quoted : HIDDEN}${char}`;
      at = end;
    } else if (/[\s()<>,;[\]{}]/.test(char)) {
      endWord();
      out += char;
    } else {
      word += char;
    }
  }
  endWord();
  return out;
}

/** The end of a quotation; the end of the text if it is not closed. An apostrophe closes nothing. */
function closing(text: string, quote: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === quote && !/[\p{L}\p{N}]/u.test(text[at + 1] ?? '')) return at;
  }
  return text.length;
}

/** True for the name of a property in a browser's own message: `(reading 'camera')`. */
function isProperty(before: string, quoted: string): boolean {
  return (
    /(?:^|[\s(])(?:reading|setting|property) $/.test(before) &&
    /^[A-Za-z_$][\w$]{0,39}$/.test(quoted)
  );
}

function redactWord(word: string): string {
  const scheme = word.indexOf('://');
  if (scheme > 0) {
    const [before, path] = [word.slice(0, scheme), word.slice(scheme + 3).replace(/^[^/?#]*/, '')];
    return /(?:^|@)https?$/.test(before) ? place(path) : HIDDEN;
  }
  if (word.startsWith('/')) return place(word);
  const fragment = /#(?!\d+\W*$)/.exec(word);
  if (fragment) return `${redactWord(word.slice(0, fragment.index))}${HIDDEN}`;
  const assigned = /^([A-Za-z_]{1,30})[=:]./.exec(word);
  if (assigned) return `${assigned[1]}=${HIDDEN}`;
  if (/\S@\S/.test(word)) return HIDDEN;
  return word.replace(/[\w+/-]+/g, (run) => (isSecret(run) ? HIDDEN : run));
}

/** True for ids of meetings and people, and for what may be a token. */
function isSecret(run: string): boolean {
  if (/^[a-z]{3}-[a-z]{4}-[a-z]{3}$|^[a-z]{4}-[a-z]{4}-[a-z]{4}$/i.test(run)) return true;
  const mixed = /[0-9]/.test(run) && /[A-Za-z]/.test(run);
  return run.length >= 32 || (run.length >= 12 && mixed);
}

/** A path in one of our own files, with line and column; for all others the page's pattern. */
function place(path: string): string {
  const file =
    /^(\/(?:assets|src)\/[\w./-]{1,120}|\/[\w-]{1,40}\.js)(?:\?[^:]*)?((?::\d+){0,2})$/.exec(path);
  return file ? `${file[1]}${file[2]}` : routeOf(path || '/');
}

/** Frames of a stack, as Chromium and as Firefox and Safari write them. */
function frames(stack: string): string[] {
  const found: string[] = [];
  for (const line of stack.slice(0, 20 * MAX_INPUT).split('\n')) {
    const [, name = '', address = ''] =
      /^\s*at (?:(.*?) \(?)?(https?:\/\/[^\s)]+)\)?$/.exec(line) ??
      /^([^@]*)@(https?:\/\/\S+)$/.exec(line) ??
      [];
    if (!address) continue;
    const known = /^[\w$.<>/[\] *]{1,60}$/.test(name) ? `${name} ` : '';
    found.push(`${known}${redactWord(address)}`);
    if (found.length === MAX_FRAMES) break;
  }
  return found;
}

/** Replaces whole occurrences of the texts, the longest first. */
function hideTexts(message: string, texts: Iterable<string>): string {
  const present = [...new Set(texts)].filter((text) => text.length > 1 && message.includes(text));
  present.sort((one, other) => other.length - one.length);
  return present.reduce((left, text) => {
    const literal = text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    return left.replace(
      new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'gu'),
      HIDDEN,
    );
  }, message);
}

function cutAtWord(message: string): string {
  if (message.length <= MAX_INPUT) return message;
  return message.slice(0, MAX_INPUT).replace(/\S*$/, '');
}
