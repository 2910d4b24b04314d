import { formats } from './formats';

const format = formats('en');
const many = (count: number, one: string, more: string) =>
  count === 1 ? `1 ${one}` : `${format.number(count)} ${more}`;
/** "Ana", "Ana and Ben", "Ana, Ben, and Cleo". */
const list = new Intl.ListFormat('en');

/** The room of an interview, in English; a part of `en.ts`. */
export const interview = {
  title: 'Interview',
  roles: { interviewer: 'Interviewer', candidate: 'Candidate', observer: 'Observer' },
  observing: (names: string[]) =>
    names.length === 1
      ? `${names[0]} joined as an observer`
      : `${list.format(names)} joined as observers`,
  nobodyOnStage: 'Nobody else is on the stage yet',
  nobodyOnStageText: 'People appear here when they join.',
  observersRead: 'Observers read along and do not write.',
  nobodyAtAll: 'Nobody is on the stage yet',

  // Before joining.
  entry: {
    pageTitle: (title: string) => `Join ${title}`,
    looking: 'Looking for the interview…',
    you: {
      interviewer: 'You are an interviewer.',
      candidate: 'You are the candidate.',
      observer: 'You are an observer: you see and hear, and the others know that you are there.',
    },
    states: {
      waiting: 'It has not begun.',
      running: 'It is under way.',
      paused: 'It is paused.',
      ended: 'It is over.',
    },
    missingTitle: 'There is no such interview',
    missingText: 'It was deleted, or the link has a mistake in it. Ask the person who invited you.',
    noLinkTitle: 'You need your link',
    noLinkText:
      'Everybody joins an interview with their own link. Open the complete link that you were sent.',
    invalidTitle: 'This link does not work',
    invalidText:
      'It has expired, was revoked, or a part of it is missing. Ask the person who invited you for a new one.',
    overTitle: 'The interview is over',
    overText: 'Nobody new can join. Thank you for coming.',
    removedTitle: 'You are no longer in the interview',
    removedText:
      'Your link was revoked, or an interviewer removed you. If that was a mistake, ask the person who invited you for a new link.',
    removedMayReturn: 'An interviewer removed you. You can join again with your link.',
    deletedTitle: 'The interview was deleted',
    deletedText: 'All of it is gone, and its links no longer work.',
  },

  // The clock.
  time: 'Time of the interview',
  states: { waiting: 'Not begun', running: 'Running', paused: 'Paused', ended: 'Over' },
  section: (number: number, title: string) => `${format.number(number)}. ${title}`,
  left: (time: string) => `${time} left`,
  over: (time: string) => `+${time} over`,
  /** A section is about to end. */
  endsSoon: (title: string, seconds: number) =>
    seconds >= 60
      ? `“${title}” ends in ${many(Math.round(seconds / 60), 'minute', 'minutes')}`
      : `“${title}” ends in ${many(seconds, 'second', 'seconds')}`,
  sections: 'Sections',
  minutes: (minutes: number) => `${format.number(minutes)} min`,
  noSections: 'There are no sections.',
  now: 'now',
  goHere: 'Go here',

  jump: 'In this panel',

  // The interviewer's controls.
  start: 'Start',
  pause: 'Pause',
  resume: 'Resume',
  end: 'End interview',
  endTitle: 'Is the interview over?',
  endText:
    'You cannot resume it: there are no more questions and answers. Everybody stays until they leave, and you can still write notes and rate.',
  endNow: 'End it now',
  notYet: 'Not yet',
  isOver: 'The interview is over.',
  isOverCandidate: 'The interview is over. Thank you. You can leave whenever you like.',
  notBegun: 'The interview has not begun. An interviewer will start it.',
  isPaused: 'The interview is paused.',

  // Questions and answers.
  questions: 'Questions',
  question: 'Question',
  ask: 'Ask question',
  askEmpty: 'Write what you want to ask.',
  askHint: 'The candidate sees it at once.',
  askLater: 'You can ask questions once the interview has begun.',
  points: 'What a good reply has, one per line',
  pointsHint: 'Only interviewers see it. Up to 30 keywords or short phrases.',
  pointsTooMuch: 'At most 30 lines of at most 200 characters each.',
  planned: (asked: number, all: number) =>
    `Planned: ${format.number(asked)} of ${format.number(all)} asked`,
  nonePlanned: 'No questions are planned. You can add some to the plan.',
  askThis: 'Ask this',
  expected: 'Expected:',
  asked: (count: number) => `Asked: ${format.number(count)}`,
  noneAsked: 'Nothing has been asked yet.',
  noneAskedCandidate: 'Questions appear here as they are asked.',
  number: (number: number) => `${format.number(number)}.`,
  askedBy: (name: string, time: string) => `asked by ${name} at ${time}`,
  newQuestion: 'A new question was asked',
  noAnswer: 'Nothing written yet.',
  writing: 'being written',
  notSubmitted: 'not submitted',
  submittedAt: (at: number) => `submitted at ${format.time(at)}`,
  score: 'Your score',
  noScore: 'None',
  ofTen: (points: number) => `${format.number(points)} of 10`,
  scoreClosed: 'You have submitted your scorecard, so scores can no longer change.',
  scoreOf: (name: string, points: number) => `${name}: ${format.number(points)} of 10`,
  evaluate: 'Evaluate',

  // The candidate's side.
  answer: 'Answer',
  submit: 'Submit answer',
  submitEmpty: 'Write something first.',
  writeHere: 'Write here',
  earlier: 'Earlier',
  yourAnswer: 'You wrote:',
  saving: 'Saving…',
  saved: 'Saved',
  notSaved: (why: string) => `Not saved: ${why}`,
  notSavedOffline: 'no connection. It stays in this tab and is sent when you are back.',

  // Notes.
  notes: 'Notes',
  note: 'Note',
  noteHint: 'All interviewers see it; the candidate and observers never do.',
  noteEmpty: 'Write something first.',
  about: 'About',
  aboutNothing: 'The interview as a whole',
  aboutQuestion: (number: number) => `Question ${format.number(number)}`,
  addNote: 'Add',
  noNotes: 'Nothing noted yet.',
  editNote: 'Edit',
  editText: 'Text',
  deleteNote: 'Delete',
  deleteTitle: 'Delete this note?',
  deleteText: 'It disappears for everybody, also from the report.',
  save: 'Save',
  cancel: 'Cancel',
  keep: 'Keep it',

  // The scorecard.
  scorecard: 'Scorecard',
  noCriteria: 'The plan has no criteria. You can still give a recommendation.',
  stars: (stars: number) => `${format.number(stars)} of 5`,
  scale: ['Poor', 'Weak', 'Solid', 'Good', 'Excellent'],
  comment: 'Comment',
  onlyForYou: 'Only for you',
  onlyForYouHint: 'Nobody else sees this, now or later.',
  recommendation: 'Recommendation',
  recommendations: {
    strong_no: 'Certainly not',
    no: 'Rather not',
    yes: 'Rather yes',
    strong_yes: 'Certainly',
  },
  noRecommendation: 'No recommendation',
  notRated: 'Not rated',
  submitCard: 'Submit scorecard',
  blind:
    'You see the other scorecards once you have submitted yours, and the others then see yours.',
  cardSubmitted: (at: number) => `Submitted at ${format.time(at)}. You can no longer change it.`,
  incompleteTitle: 'Submit it as it is?',
  incomplete: (missing: string[]) =>
    `Missing: ${list.format(missing)}. You cannot change it after submitting.`,
  submitAsItIs: 'Submit as it is',
  goOnWriting: 'Go on writing',
  cardOf: (name: string) => `By ${name}`,
  othersWaiting: 'Nobody else has submitted theirs.',

  // Links and the plan.
  copyCandidateLink: 'Copy candidate link',
  candidateLinkCopied: 'The candidate’s link is copied. Send it to nobody else.',
  report: 'Report',
  reportHint: 'Opens in a new tab',
  plan: 'Plan',
  links: 'Links',
  linksText:
    'A link gives its role to anybody who has it. Give each person their own, so that you can revoke one without the others.',
  linksLoading: 'Loading the links…',
  linkFor: (label: string) => `for ${label}`,
  linkExpires: (at: Date) => `good until ${format.dayAndTime(at)}`,
  linkExpired: 'expired',
  linkRevoked: 'revoked',
  linkOwn: 'yours',
  linkHidden: 'only its holder can copy it',
  copy: 'Copy',
  linkCopied: 'Link copied',
  revoke: 'Revoke',
  revokeTitle: 'Revoke this link?',
  revokeText:
    'The person who joined with it has to leave at once, and nobody can join with it again.',
  revokeNow: 'Revoke it now',
  newLink: 'New link',
  linkRole: 'Role',
  forWhom: 'For whom',
  forWhomHint: 'Optional. Only interviewers see it.',
  copyNow:
    'This link is for an interviewer: send it now. You cannot copy it here later, because it opens what its holder wrote.',
  days: 'Good for how many days',
  daysWrong: 'A whole number from 1 to 365.',
  makeLink: 'Make and copy',

  // Connections.
  connections: 'Connections',
  alone: 'Nobody else is here.',
  life: {
    new: 'New',
    connecting: 'Connecting',
    connected: 'Connected',
    reconnecting: 'Reconnecting',
    failed: 'Failed',
    closed: 'Closed',
  },
  relayed: 'through the relay',
  hasLeft: 'left',
  retry: 'Retry',

  // Refusals by the server.
  failed: {
    not_allowed: 'Your role may not do that.',
    wrong_state: 'That is not possible at this point of the interview.',
    item_not_found: 'That no longer exists.',
    already_submitted: 'It is already submitted and can no longer change.',
    limit_reached: 'You cannot add more: the limit is reached.',
    invalid_payload: 'The server did not accept that. Check what you wrote.',
    too_large: 'That is too long.',
    rate_limited: 'Too much at once. Wait a moment and try again.',
    storage_unavailable: 'The server cannot keep it just now. Try again in a moment.',
    disconnected: 'No connection to the server. Try again once you are connected.',
    not_joined: 'No connection to the server. Try again once you are connected.',
    server_closing: 'The server is restarting. Try again in a moment.',
    unreachable: 'The server does not answer. Check your connection and try again.',
    invalid_link: 'Your link no longer works.',
    other: 'The server has a problem. Try again in a moment.',
  },

  evaluation: {
    points: 'Expected points',
    noPoints: 'This question has no expected points.',
    found: (found: number, all: number, percent: number) =>
      `${format.number(found)} of ${format.number(all)} found (${format.number(percent)} %)`,
    outcomes: { found: 'found', negated: 'negated', missing: 'missing' },
    machine: 'Made by a machine',
    machineScore: (score: number) => `${format.number(score)} of 10`,
    machineNote: (model: string) =>
      `Written by the model ${model}. It may be wrong, and it decides nothing.`,
    running: 'The model is writing the assessment…',
    strengths: 'Strengths',
    improvements: 'Could be better',
    failed: {
      not_configured: 'No model is set up on this server.',
      busy: 'The server is busy with other assessments. Ask again in a moment.',
      unreachable: 'The model’s server cannot be reached.',
      refused: 'The model’s server refuses the key. Tell the people who run this server.',
      rate_limited: 'The model has been asked too often. Ask again later.',
      failing: 'The model’s server failed.',
      timed_out: 'The model took too long. Ask again, or do without.',
      interrupted: 'The model broke off. Ask again, or do without.',
      nonsense: 'What the model wrote is no assessment. Ask again, or do without.',
    },
    failedNote: 'Everything else still works.',
  },
};
