/** Longest excerpt of a quoted message, in characters. */
const LONGEST = 120;
const MARK = '> ';

/** A text split into the lines it quotes at its start, and the rest. */
export interface Quoting {
  quote: string;
  rest: string;
}

export function splitQuote(text: string): Quoting {
  const lines = text.split('\n');
  let end = 0;
  while (lines[end]?.startsWith(MARK)) end += 1;
  return {
    quote: lines
      .slice(0, end)
      .map((line) => line.slice(MARK.length))
      .join('\n'),
    rest: lines.slice(end).join('\n'),
  };
}

/** `draft` as an answer to a message: quotes its first own line in place of an earlier quote. */
export function withQuote(draft: string, name: string, text: string): string {
  const { quote, rest } = splitQuote(text);
  const [line = ''] = (rest.trim() || quote).trim().split('\n');
  const chars = [...line];
  const excerpt =
    chars.length > LONGEST ? `${chars.slice(0, LONGEST).join('').trimEnd()}…` : line.trimEnd();
  return `${MARK}${name}: ${excerpt}\n${splitQuote(draft).rest}`;
}
