import { formats } from './formats';

const format = formats('en');
const many = (count: number, one: string, more: string) =>
  count === 1 ? `1 ${one}` : `${format.number(count)} ${more}`;

/** Plans, questions and the question bank, in English; a part of `en.ts`. */
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
  questionsHint: 'The candidate sees a question when you ask it, and only its text and minutes.',
  question: (number: number) => `Question ${number}`,
  addQuestion: 'Add question',
  criteria: 'Criteria',
  criteriaHint: 'What interviewers rate with one to five stars.',
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
  discardTitle: 'Throw away your changes?',
  discardText: 'They are not saved.',
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
  textHint: 'The candidate sees this text.',
  category: 'Category',
  categoryHint: 'Such as “Databases”.',
  difficulty: 'Difficulty',
  difficulties: { easy: 'Easy', medium: 'Medium', hard: 'Hard' },
  noDifficulty: 'Not given',
  minutes: 'Minutes',
  minutesHint: 'The candidate sees this.',
  points: 'Expected points, one per line',
  pointsHint: 'Keywords or short phrases. Only interviewers see them.',
  notes: 'For the interviewer',
  notesHint: 'Only interviewers see this.',
  inMinutes: (minutes: number) => `${format.number(minutes)} min`,
  pointCount: (count: number) => many(count, 'point', 'points'),
  untitled: 'No text yet',
  fault: {
    empty: 'This is required.',
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

export const bank = {
  title: 'Question bank',
  sentence: 'Questions and templates for your interviews.',
  loading: 'Loading the question bank…',
  tabs: 'Parts of the question bank',
  questions: (count: number) => `Questions (${format.number(count)})`,
  templates: (count: number) => `Templates (${format.number(count)})`,

  place: 'Where it is kept',
  placeText:
    'The bank is on this server, and this browser has its key. Anybody with the link can read and change all of it: share it with colleagues, or open it in another browser of yours.',
  placeNone: 'You create it by saving something for the first time.',
  notRemembered:
    'This browser does not remember the key when the page is closed. Copy the link, or you will not find the bank again.',
  copyLink: 'Copy link to this bank',
  linkCopied: 'Link copied. Anybody who has it can change the bank.',
  others: 'Other banks of this browser',
  switchTo: (id: string) => `Switch to ${id}`,
  switched: 'You are now using the other bank.',

  offerTitle: 'You opened a link to a question bank',
  offerText: 'Use it in this browser, and change it together with everybody who has the link.',
  offerOther:
    'This browser has another bank. It is not lost: you can switch back under “Where it is kept”.',
  offerUse: 'Use this bank',
  offerKeep: 'Keep mine',
  offerDecline: 'Not now',

  saving: 'Saving…',
  saved: 'All is saved',
  unsaved: 'Not saved yet',
  failedTitle: 'That is not saved yet',
  failed: {
    unreachable: 'The server does not answer. Your changes stay here; try again.',
    rate_limited: 'Too many requests from here just now. Wait a minute and try again.',
    server: 'The server has a problem. Your changes stay here; try again in a moment.',
    not_found: 'The bank is no longer on the server.',
    refused: 'The server did not accept it.',
  },
  conflictTitle: 'The bank was changed elsewhere',
  conflictText: (questions: number, templates: number) =>
    `The newer version has ${many(questions, 'question', 'questions')} and ${many(templates, 'template', 'templates')}. Your changes here are not saved. Only one of the two versions can stay.`,
  loadNewer: 'Load the newer one',
  keepMine: 'Keep mine',
  loadFailed: 'The question bank could not be loaded',
  goneText:
    'The server does not know this bank, or its link no longer works. You can continue with an empty one.',
  forget: 'Start a new bank',

  emptyTitle: 'No questions yet',
  emptyText: 'Write the first one, or import the ones you have.',
  add: 'New question',
  addTitle: 'A new question',
  save: 'Save',
  cancel: 'Cancel',
  full: (max: number) => `The bank is full: there can be ${format.number(max)} at most.`,
  number: (count: number) => `Place among all ${format.number(count)}`,
  placeWrong: (count: number) => `A whole number from 1 to ${format.number(count)}.`,
  noneFound: 'No question matches.',
  clearFilter: 'Show all',
  points: 'Expected points',
  forInterviewer: 'For the interviewer',

  template: (number: number) => `Template ${number}`,
  addTemplate: 'New template',
  newTemplateTitle: 'A new template',
  editTemplateTitle: 'Edit a template',
  saveTemplate: 'Save template',
  noTemplatesTitle: 'No templates yet',
  noTemplatesText:
    'A template has everything an interview starts with: sections, questions, criteria.',
  templateFacts: (sections: number, minutes: number, questions: number, criteria: number) =>
    [
      sections > 0 &&
        `${many(sections, 'section', 'sections')}, ${many(minutes, 'minute', 'minutes')}`,
      many(questions, 'question', 'questions'),
      many(criteria, 'criterion', 'criteria'),
    ]
      .filter(Boolean)
      .join(' · '),
  use: 'Use for an interview',
  criteria: ['Knowledge', 'Problem solving', 'Communication', 'Motivation'],

  import: 'Import',
  importTitle: 'Import questions',
  importText:
    'A CSV file with questions, or a JSON file from “Export JSON”. Its contents are added to the bank. If a single line is wrong, nothing is imported.',
  importFile: 'Choose a file',
  importPaste: 'Or paste here',
  importNow: 'Import now',
  importNothing: 'Choose a file or paste something first.',
  importUnreadable: 'The browser could not read the file.',
  importErrors: (count: number) =>
    count === 1
      ? 'Nothing was imported: one line is wrong.'
      : `Nothing was imported: ${format.number(count)} lines are wrong.`,
  importLine: (line: number) => `Line ${format.number(line)}`,
  importRefused: 'Nothing was imported.',
  imported: (questions: number, templates: number) =>
    templates === 0
      ? `${many(questions, 'question', 'questions')} imported`
      : `${many(questions, 'question', 'questions')} and ${many(templates, 'template', 'templates')} imported`,
  csvTitle: 'How the CSV looks',
  csvText:
    'The first line names the columns; only “text” is needed. Difficulty is easy, medium or hard. Points are separated by semicolons or line breaks.',
  sample: 'Download a sample',
  exportCsv: 'Export CSV',
  exportJson: 'Export JSON',
  exportFailed: 'The export failed. Try again.',
};

export const startInterview = {
  start: 'Start interview',
  template: 'Template',
  none: 'None',
  bankLink: 'Question bank',
  rateLimited: 'Too many interviews were started from here just now. Wait a minute and try again.',
  templatesMissing: 'The templates of your question bank could not be loaded.',
  recent: 'Recent interviews',
  states: { waiting: 'Not started', running: 'Running', paused: 'Paused', ended: 'Ended' },
  roles: { interviewer: 'Interviewer', candidate: 'Candidate', observer: 'Observer' },
  report: 'Report',
  reportOf: (title: string) => `Report of ${title}`,
};
