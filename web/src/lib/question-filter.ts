import type { Difficulty, QuestionSpec } from '../rtc/protocol.gen';
import { folded } from './folded';

/** What is looked for among questions; an empty text is anything. */
export interface QuestionFilter {
  text: string;
  category: string;
  difficulty: Difficulty | '';
}

export const ANY_QUESTION: QuestionFilter = { text: '', category: '', difficulty: '' };

export function isFiltered({ text, category, difficulty }: QuestionFilter): boolean {
  return text.trim() !== '' || category !== '' || difficulty !== '';
}

/** The places of those that are looked for. All words must be there, in any field and order. */
export function placesOf(questions: readonly QuestionSpec[], filter: QuestionFilter): number[] {
  const words = folded(filter.text).split(/\s+/).filter(Boolean);
  const category = folded(filter.category.trim());
  return questions.flatMap((question, place) => {
    if (category && folded(question.category?.trim() ?? '') !== category) return [];
    if (filter.difficulty && question.difficulty !== filter.difficulty) return [];
    if (words.length === 0) return [place];
    const { text, points, notes = '' } = question;
    const all = folded([text, question.category ?? '', ...points, notes].join('\n'));
    return words.every((word) => all.includes(word)) ? [place] : [];
  });
}

/** The categories there are, each once, in the order of the alphabet. */
export function categoriesOf(
  questions: readonly { category?: string }[],
  language?: string,
): string[] {
  const names = new Map<string, string>();
  for (const { category } of questions) {
    const name = category?.trim();
    if (name && !names.has(folded(name))) names.set(folded(name), name);
  }
  return [...names.values()].sort(new Intl.Collator(language).compare);
}
