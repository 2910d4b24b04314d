import type { Difficulty, QuestionSpec } from '../protocol/protocol.gen';
import { foldText } from './text-folding';

/** Search for questions; an empty text matches all. */
export interface QuestionFilter {
  text: string;
  category: string;
  difficulty: Difficulty | '';
}

export const ANY_QUESTION: QuestionFilter = { text: '', category: '', difficulty: '' };

export function isFiltered({ text, category, difficulty }: QuestionFilter): boolean {
  return text.trim() !== '' || category !== '' || difficulty !== '';
}

/** Positions of the matching questions. Every word must occur, in any field and order. */
export function placesOf(questions: readonly QuestionSpec[], filter: QuestionFilter): number[] {
  const words = foldText(filter.text).split(/\s+/).filter(Boolean);
  const category = foldText(filter.category.trim());
  return questions.flatMap((question, place) => {
    if (category && foldText(question.category?.trim() ?? '') !== category) return [];
    if (filter.difficulty && question.difficulty !== filter.difficulty) return [];
    if (words.length === 0) return [place];
    const { text, points, notes = '' } = question;
    const all = foldText([text, question.category ?? '', ...points, notes].join('\n'));
    return words.every((word) => all.includes(word)) ? [place] : [];
  });
}

/** Existing categories in alphabetical order. */
export function categoriesOf(
  questions: readonly { category?: string }[],
  language?: string,
): string[] {
  const names = new Map<string, string>();
  for (const { category } of questions) {
    const name = category?.trim();
    if (name && !names.has(foldText(name))) names.set(foldText(name), name);
  }
  return [...names.values()].sort(new Intl.Collator(language).compare);
}
