import { expect, it } from 'vitest';

import type { QuestionSpec } from '../protocol/protocol.gen';
import { ANY_QUESTION, categoriesOf, isFiltered, placesOf } from './question-filter';

const questions: QuestionSpec[] = [
  { text: 'What is an index?', category: 'Databases', difficulty: 'easy', points: ['B-tree'] },
  { text: 'Was ist ein Schlüssel?', category: 'databases ', points: [], notes: 'Fremdschlüssel' },
  { text: 'Explain closures.', category: 'Languages', difficulty: 'hard', points: [] },
  { text: 'Anything else?', points: [] },
];

it('finds words in any order and field, without case and accents', () => {
  const of = (text: string) => placesOf(questions, { ...ANY_QUESTION, text });
  expect(of('')).toEqual([0, 1, 2, 3]);
  expect(of('INDEX what')).toEqual([0]);
  expect(of('b-tree')).toEqual([0]);
  expect(of('schlussel')).toEqual([1]);
  expect(of('index closures')).toEqual([]);
});

it('finds by category and difficulty together', () => {
  expect(placesOf(questions, { ...ANY_QUESTION, category: 'Databases' })).toEqual([0, 1]);
  expect(placesOf(questions, { text: '', category: 'Databases', difficulty: 'easy' })).toEqual([0]);
  expect(isFiltered(ANY_QUESTION)).toBe(false);
  expect(isFiltered({ ...ANY_QUESTION, difficulty: 'easy' })).toBe(true);
});

it('lists each category once', () => {
  expect(categoriesOf(questions, 'en')).toEqual(['Databases', 'Languages']);
});
