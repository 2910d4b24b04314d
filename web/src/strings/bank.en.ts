import { formats } from './formats';

const format = formats('en');
const many = (count: number, one: string, more: string) =>
  count === 1 ? `1 ${one}` : `${format.number(count)} ${more}`;

/** What has to do with plans, questions and the question bank, in English; a part of `en.ts`. */
export const plan = {
  title: 'What the interview is called',
  titleHint: 'Everybody in it sees this.',
  sections: 'Sections',
  sectionsHint: 'The parts of the interview, each with its time. Everybody in it sees them.',
  section: (number: number) => `Section ${number}`,
  addSection: 'Add section',
  itemTitle: 'Title',
  minutes: 'Minutes',
  total: (minutes: number) => `${many(minutes, 'minute', 'minutes')} in all`,
  questions: 'Planned questions',
  questionsHint: 'The candidate sees one when it is asked, and of it only what is asked.',
  question: (number: number) => `Question ${number}`,
  addQuestion: 'Add question',
  criteria: 'Criteria',
  criteriaHint: 'What interviewers judge, from one star to five.',
  criterion: (number: number) => `Criterion ${number}`,
  addCriterion: 'Add criterion',
  rubric: 'What the stars mean',
  rubricHint: 'For example: 1 star: needs help with the basics. 5 stars: teaches others.',
  full: (max: number) => `There can be ${format.number(max)} at most.`,
  save: 'Save',
  cancel: 'Cancel',
  notSaved: 'That was not saved.',
  faults: (count: number) =>
    count === 1
      ? 'One field needs your attention.'
      : `${format.number(count)} fields need your attention.`,
  discardTitle: 'Throw away what you changed?',
  discardText: 'It has not been saved.',
  discard: 'Throw away',
  keepEditing: 'Go on editing',
};

export const ordering = {
  moveUp: (name: string) => `Move ${name.toLowerCase()} up`,
  moveDown: (name: string) => `Move ${name.toLowerCase()} down`,
  duplicate: (name: string) => `Duplicate ${name.toLowerCase()}`,
  edit: (name: string) => `Edit ${name.toLowerCase()}`,
  remove: (name: string) => `Delete ${name.toLowerCase()}`,
  movedTo: (place: number, all: number) =>
    `Now number ${format.number(place)} of ${format.number(all)}`,
  duplicated: (name: string) => `Copied as ${name.toLowerCase()}`,
  removed: (name: string) => `${name} was deleted.`,
  undo: 'Undo',
  undone: (name: string) => `${name} is back`,
};

export const question = {
  text: 'What is asked',
  textHint: 'All of it that the candidate is told.',
  category: 'Category',
  categoryHint: 'Such as “Databases”.',
  difficulty: 'Difficulty',
  difficulties: { easy: 'Easy', medium: 'Medium', hard: 'Hard' },
  noDifficulty: 'Not given',
  minutes: 'Minutes',
  minutesHint: 'The candidate is told.',
  points: 'Expected points, one per line',
  pointsHint: 'Keywords or short phrases. Only interviewers see them.',
  notes: 'For the interviewer',
  notesHint: 'Only interviewers see this.',
  inMinutes: (minutes: number) => `${format.number(minutes)} min`,
  pointCount: (count: number) => many(count, 'point', 'points'),
  untitled: 'Nothing is asked yet',
  fault: {
    empty: 'This is needed.',
    tooLong: (count: number, max: number) =>
      `At most ${format.number(max)} characters; this has ${format.number(count)}.`,
    minutes: 'A whole number from 1 to 1,440.',
    tooManyPoints: (count: number, max: number) => `At most ${max} points; these are ${count}.`,
    pointTooLong: (point: number, max: number) =>
      `Point ${point} is too long: at most ${max} characters.`,
  },
};

export const picker = {
  open: 'Take from the bank',
  title: 'Take from the question bank',
  search: 'Search in the bank',
  anyCategory: 'Any category',
  anyDifficulty: 'Any difficulty',
  shown: (found: number, all: number) =>
    found === all
      ? many(all, 'question', 'questions')
      : `${format.number(found)} of ${many(all, 'question', 'questions')}`,
  none: 'Nothing matches.',
  more: (count: number) => `Show ${format.number(count)} more`,
  take: (count: number) => (count === 0 ? 'Add' : `Add ${many(count, 'question', 'questions')}`),
  tooMany: (room: number) => `There is room for ${format.number(room)} more.`,
  taken: (count: number) =>
    count === 1 ? 'One question was added' : `${format.number(count)} questions were added`,
};
