import { formats } from './formats';

const format = formats('en');
const many = (count: number, one: string, more: string) =>
  count === 1 ? `1 ${one}` : `${format.number(count)} ${more}`;

const lists = {
  questions: 'questions',
  templates: 'templates',
  points: 'key points',
  sections: 'sections',
  criteria: 'criteria',
};

/** Plans, questions and the question bank, in English; a part of `en.ts`. */
export const plan = {
  title: 'Interview title',
  titleHint: 'Shown to everyone in the interview.',
  sections: 'Sections',
  sectionsHint:
    'The parts of the interview and how long each takes. Shown to everyone in the interview.',
  section: (number: number) => `Section ${number}`,
  addSection: 'Add section',
  itemTitle: 'Title',
  minutes: 'Minutes',
  total: (minutes: number) => `${many(minutes, 'minute', 'minutes')} in total`,
  questions: 'Planned questions',
  questionsHint:
    'The candidate sees only the text and minutes, and only once you ask the question.',
  question: (number: number) => `Question ${number}`,
  addQuestion: 'Add question',
  criteria: 'Criteria',
  criteriaHint: 'Interviewers rate each of them with one to five stars.',
  criterion: (number: number) => `Criterion ${number}`,
  addCriterion: 'Add criterion',
  rubric: 'What the stars mean',
  rubricHint: 'For example: 1 star: needs help with the basics. 5 stars: teaches others.',
  full: (max: number) => `You can add at most ${format.number(max)}.`,
  save: 'Save',
  cancel: 'Cancel',
  notSaved: 'Your changes were not saved.',
  faults: (count: number) =>
    count === 1
      ? 'One field needs your attention.'
      : `${format.number(count)} fields need your attention.`,
  discardTitle: 'Discard your changes?',
  discardText: 'They are not saved yet.',
  discard: 'Discard',
  keepEditing: 'Keep editing',
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
  text: 'Question text',
  textHint: 'Shown to the candidate.',
  category: 'Category',
  categoryHint: 'For example “Databases”.',
  difficulty: 'Difficulty',
  difficulties: { easy: 'Easy', medium: 'Medium', hard: 'Hard' },
  noDifficulty: 'Not set',
  minutes: 'Minutes',
  minutesHint: 'Shown to the candidate.',
  points: 'Key points, one per line',
  pointsHint: 'Keywords or short phrases. Only interviewers see them.',
  notes: 'For interviewers',
  notesHint: 'Only interviewers see this.',
  inMinutes: (minutes: number) => `${format.number(minutes)} min`,
  pointCount: (count: number) => many(count, 'key point', 'key points'),
  untitled: 'No text yet',
  fault: {
    empty: 'This is required.',
    tooLong: (count: number, max: number) =>
      `Use at most ${format.number(max)} characters. This has ${format.number(count)}.`,
    minutes: 'Enter a whole number from 1 to 1,440.',
    tooManyPoints: (count: number, max: number) =>
      `Use at most ${max} key points. There are ${count}.`,
    pointTooLong: (point: number, max: number) =>
      `Key point ${point} is too long. Use at most ${max} characters.`,
  },
};

export const picker = {
  open: 'Add from question bank',
  title: 'Add from the question bank',
  search: 'Search the question bank',
  anyCategory: 'Any category',
  anyDifficulty: 'Any difficulty',
  shown: (found: number, all: number) =>
    found === all
      ? many(all, 'question', 'questions')
      : `${format.number(found)} of ${many(all, 'question', 'questions')}`,
  none: 'No questions match.',
  more: (count: number) => `Show ${format.number(count)} more`,
  take: (count: number) => (count === 0 ? 'Add' : `Add ${many(count, 'question', 'questions')}`),
  tooMany: (room: number) => `You can add ${format.number(room)} more.`,
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

  place: 'Access and sharing',
  placeText:
    'The bank is stored on this server, and this browser has its key. Anyone with the link can read and change all of it. Share the link with colleagues, or open it in another browser of yours.',
  placeNone: 'The bank is created when you first save something.',
  notRemembered:
    'This browser forgets the key when you close the page. Copy the link so that you can open the bank again.',
  copyLink: 'Copy link to this bank',
  linkCopied: 'Link copied. Anyone who has it can change the bank.',
  others: 'Other banks in this browser',
  switchTo: (id: string) => `Switch to ${id}`,
  switched: 'You are now using the other bank.',

  offerTitle: 'You opened a link to a question bank',
  offerText: 'Use it in this browser, and edit it together with everyone who has the link.',
  offerOther:
    'This browser has another bank. It is not lost: you can switch back under “Access and sharing”.',
  offerUse: 'Use this bank',
  offerKeep: 'Keep mine',
  offerDecline: 'Not now',

  saving: 'Saving…',
  saved: 'All changes saved',
  unsaved: 'Not saved yet',
  failedTitle: 'Your changes are not saved yet',
  failed: {
    unreachable: 'The server is not responding. Your changes are still here. Try again.',
    rate_limited: 'Too many requests from your network. Wait a minute and try again.',
    server:
      'Something went wrong on the server. Your changes are still here. Try again in a moment.',
    not_found: 'The bank is no longer on the server.',
    refused: 'The server did not accept it.',
  },
  tooLarge: 'The bank is too large. Delete some questions or templates.',
  conflictTitle: 'The bank was changed elsewhere',
  conflictText: (questions: number, templates: number) =>
    `The newer version has ${many(questions, 'question', 'questions')} and ${many(templates, 'template', 'templates')}. Your changes here are not saved. You can keep only one of the two versions.`,
  loadNewer: 'Load the newer version',
  keepMine: 'Keep my version',
  loadFailed: 'The question bank could not be loaded',
  goneText:
    'This bank no longer exists, or its link no longer works. You can start with an empty one.',
  forget: 'Start a new bank',

  emptyTitle: 'No questions yet',
  emptyText: 'Write the first one, or import questions that you already have.',
  add: 'New question',
  addTitle: 'New question',
  save: 'Save',
  cancel: 'Cancel',
  full: (max: number) => `The bank is full. You can add at most ${format.number(max)}.`,
  number: (count: number) => `Position, 1 to ${format.number(count)}`,
  placeWrong: (count: number) => `Enter a whole number from 1 to ${format.number(count)}.`,
  noneFound: 'No questions match.',
  clearFilter: 'Show all',
  points: 'Key points',
  forInterviewer: 'For interviewers',

  template: (number: number) => `Template ${number}`,
  addTemplate: 'New template',
  newTemplateTitle: 'New template',
  editTemplateTitle: 'Edit template',
  saveTemplate: 'Save template',
  noTemplatesTitle: 'No templates yet',
  noTemplatesText:
    'A template has everything an interview starts with: sections, questions and criteria.',
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
    'Choose a CSV file with questions, or a JSON file from “Export JSON”. Its contents are added to the bank. Nothing is imported if any line has an error.',
  importFile: 'Choose a file',
  importPaste: 'Or paste here',
  importNow: 'Import now',
  importNothing: 'Choose a file or paste something first.',
  importUnreadable: 'The file could not be read.',
  importErrors: (count: number) =>
    count === 1
      ? 'Nothing is imported: one line has an error.'
      : `Nothing is imported: ${format.number(count)} lines have errors.`,
  importLine: (line: number) => `Line ${format.number(line)}`,
  importRefused: 'Nothing is imported.',
  importFaults: {
    syntax: 'The text from here on is not valid CSV or JSON.',
    no_text_column: 'The first line must name the columns, and one of them must be “text”.',
    unknown_column: (column: string) =>
      `There is no column “${column}”. Use text, category, difficulty, minutes, points or notes.`,
    repeated_column: (column: string) => `The column “${column}” appears twice.`,
    too_many_cells: (cells: number, columns: number) =>
      `This line has ${many(cells, 'cell', 'cells')}. The first line names ${many(columns, 'column', 'columns')}.`,
    empty: 'A required text is missing.',
    empty_column: (column: string) => `The text in “${column}” is missing.`,
    too_long: (max: number) => `A text is too long. Use at most ${format.number(max)} characters.`,
    too_long_column: (column: string, max: number) =>
      `The text in “${column}” is too long. Use at most ${format.number(max)} characters.`,
    difficulty: (value: string) => `“${value}” is not a difficulty. Use easy, medium or hard.`,
    minutes: 'Minutes must be a whole number from 1 to 1,440.',
    minutes_value: (value: string) =>
      `“${value}” is not a valid time. Minutes must be a whole number from 1 to 1,440.`,
    too_many: (list: keyof typeof lists, max: number) =>
      `There are too many ${lists[list]}. Use at most ${format.number(max)}.`,
    same_id: (list: keyof typeof lists) => `Two ${lists[list]} have the same ID.`,
    missing_field: (field: string) => `The field “${field}” is missing.`,
    unknown_field: (field: string) => `There is no field “${field}”.`,
    wrong_type: 'A value has the wrong type.',
    bank_too_large: (megabytes: number) =>
      `With this import the bank would be too large. A bank can have at most ${format.number(megabytes)} MB.`,
  },
  importTooLarge: 'The file is too large.',
  imported: (questions: number, templates: number) =>
    templates === 0
      ? `${many(questions, 'question', 'questions')} imported`
      : `${many(questions, 'question', 'questions')} and ${many(templates, 'template', 'templates')} imported`,
  csvTitle: 'CSV format',
  csvText:
    'The first line names the columns. Only “text” is required. Difficulty is easy, medium or hard. Separate key points with semicolons or line breaks.',
  sample: 'Download a sample',
  exportCsv: 'Export CSV',
  exportJson: 'Export JSON',
  exportFailed: 'The export failed. Try again.',
};

export const startInterview = {
  start: 'Start interview',
  bankLink: 'Question bank',
  recent: 'Recent interviews',
  states: { waiting: 'Not started', running: 'Running', paused: 'Paused', ended: 'Ended' },
  roles: { interviewer: 'Interviewer', candidate: 'Candidate', observer: 'Observer' },
  with: (title: string, candidate: string) => `${title} – ${candidate}`,
  at: (at: Date) => format.dayAndTime(at),
  report: 'Report',
  reportOf: (title: string) => `Report for ${title}`,
};
