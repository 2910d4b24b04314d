import { parseDisplayName } from './display-name';

/** Longest title in Unicode scalar values; the server's limit. */
const MOST = 100;

/** What is wrong with a title; the key of its words. */
export type TitleProblem = 'titleTooLong' | 'titleForbidden';

/** The title as the server accepts it, or its problem. An empty text is no title. */
export function parseTitle(text: string): { title: string | null } | { problem: TitleProblem } {
  const parsed = parseDisplayName(text, MOST);
  if ('name' in parsed) return { title: parsed.name };
  const { kind } = parsed.problem;
  if (kind === 'empty') return { title: null };
  return { problem: kind === 'too_long' ? 'titleTooLong' : 'titleForbidden' };
}
