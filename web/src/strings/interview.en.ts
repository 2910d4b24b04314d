import { scoreLevel } from '../lib/score-level';
import { formats } from './formats';

const format = formats('en');
const many = (count: number, one: string, more: string) =>
  count === 1 ? `1 ${one}` : `${format.number(count)} ${more}`;
/** "Ana", "Ana and Ben", "Ana, Ben, and Cleo". */
const list = new Intl.ListFormat('en');
/** Meanings of 1 to 5 stars. Two points of a score are one star. */
export const scale = ['Poor', 'Weak', 'Solid', 'Good', 'Excellent'];

/** The room of an interview, in English; a part of `en.ts`. */
export const interview = {
  title: 'Interview',
  roles: { interviewer: 'Interviewer', candidate: 'Candidate', observer: 'Observer' },
  observing: (names: string[]) =>
    names.length === 1
      ? `${names[0]} joined as an observer`
      : `${list.format(names)} joined as observers`,
  nobodyOnStage: 'No one else is here yet',
  nobodyOnStageText: 'People appear here when they join.',
  observersRead: 'Observers can read but not write.',
  nobodyAtAll: 'No one is here yet',

  // Before joining.
  entry: {
    pageTitle: (title: string) => `Join ${title}`,
    looking: 'Looking for the interview…',
    you: {
      interviewer: 'You are an interviewer.',
      candidate: 'You are the candidate.',
      observer:
        'You are an observer. You can watch and listen, and the others know that you are there.',
    },
    states: {
      waiting: 'It has not started yet.',
      running: 'It is in progress.',
      paused: 'It is paused.',
      ended: 'It has ended.',
    },
    missingTitle: 'Interview not found',
    missingText: 'It was deleted, or the link is wrong. Ask the person who invited you.',
    noLinkTitle: 'You need your link',
    noLinkText:
      'Everyone joins an interview with their own link. Open the complete link that you were sent.',
    invalidTitle: 'This link does not work',
    invalidText:
      'It has expired, was revoked or is incomplete. Ask the person who invited you for a new one.',
    overTitle: 'The interview has ended',
    overText: 'No one else can join. Thank you for coming.',
    removedTitle: 'You are no longer in the interview',
    removedText:
      'Your link was revoked, or an interviewer removed you. If that was a mistake, ask the person who invited you for a new link.',
    removedMayReturn: 'An interviewer removed you. You can join again with your link.',
    deletedTitle: 'The interview was deleted',
    deletedText: 'Everything in it is gone, and its links no longer work.',
  },

  // The clock.
  time: 'Interview time',
  states: { waiting: 'Not started', running: 'Running', paused: 'Paused', ended: 'Ended' },
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
  noSections: 'No sections yet. Add them in the plan.',
  now: 'now',
  goHere: 'Start this section',

  // The interviewer's controls.
  start: 'Start',
  pause: 'Pause',
  resume: 'Resume',
  end: 'End interview',
  endTitle: 'End the interview?',
  endText:
    'You cannot resume it, and no more questions or answers are possible. Everyone can stay, and you can still write notes and rate.',
  endNow: 'End now',
  notYet: 'Not yet',
  isOver: 'The interview has ended.',
  isOverCandidate: 'The interview has ended. Thank you. You can leave at any time.',
  notBegun: 'The interview has not started yet. An interviewer will start it.',
  isPaused: 'The interview is paused.',

  // Questions and answers.
  questions: 'Questions',
  question: 'Question',
  ask: 'Ask question',
  askEmpty: 'Write a question first.',
  askHint: 'The candidate sees it immediately.',
  askLater: 'You can ask questions once the interview has started.',
  points: 'Key points, one per line',
  pointsHint: 'Up to 30 keywords or short phrases. Only interviewers see them.',
  pointsTooMuch: 'Use at most 30 lines with at most 200 characters each.',
  planned: (asked: number, all: number) =>
    `Planned: ${format.number(asked)} of ${format.number(all)} asked`,
  nonePlanned: 'No planned questions. Add them in the plan.',
  askThis: 'Ask this',
  expected: 'Key points:',
  asked: (count: number) => `Asked: ${format.number(count)}`,
  noneAsked: 'No questions asked yet.',
  noneAskedCandidate: 'Questions appear here as they are asked.',
  number: (number: number) => `${format.number(number)}.`,
  askedBy: (name: string, time: string) => `asked by ${name} at ${time}`,
  newQuestion: 'New question',
  noAnswer: 'Nothing written yet.',
  writing: 'writing…',
  notSubmitted: 'not submitted',
  submittedAt: (at: number) => `submitted at ${format.time(at)}`,
  score: 'Your score',
  noScore: 'No score',
  ofTen: (points: number) => `${format.number(points)} of 10`,
  scoreClosed: 'You submitted your scorecard, so your scores are final.',
  scoreOf: (name: string, points: number) =>
    `${name}: ${format.number(points)} of 10 · ${scale[scoreLevel(points)]}`,
  evaluate: 'Evaluate',

  // The candidate's side.
  answer: 'Answer',
  submit: 'Submit answer',
  submitEmpty: 'Write an answer first.',
  writeHere: 'Edit this answer',
  earlier: 'Earlier questions',
  yourAnswer: 'Your answer:',
  saving: 'Saving…',
  saved: 'Saved',
  notSaved: (why: string) => `Not saved: ${why}`,
  notSavedOffline: 'you are offline. It stays in this tab and is saved when you are back online.',

  // Notes.
  notes: 'Notes',
  note: 'Note',
  noteHint: 'All interviewers see it. The candidate and observers do not.',
  noteEmpty: 'Write a note first.',
  about: 'About',
  aboutNothing: 'The whole interview',
  aboutQuestion: (number: number) => `Question ${format.number(number)}`,
  addNote: 'Add note',
  noNotes: 'No notes yet.',
  editNote: 'Edit',
  editText: 'Text',
  deleteNote: 'Delete',
  deleteTitle: 'Delete this note?',
  deleteText: 'It disappears for everyone and from the report.',
  save: 'Save',
  cancel: 'Cancel',
  keep: 'Keep',

  // The scorecard.
  scorecard: 'Scorecard',
  noCriteria: 'The plan has no criteria. You can still give a recommendation.',
  stars: (stars: number) => `${format.number(stars)} of 5 · ${scale[stars - 1]}`,
  scale,
  comment: 'Comment',
  onlyForYou: 'Only for you',
  onlyForYouHint: 'No one else ever sees this.',
  recommendation: 'Recommendation',
  recommendations: {
    strong_no: 'Strong no',
    no: 'No',
    yes: 'Yes',
    strong_yes: 'Strong yes',
  },
  noRecommendation: 'No recommendation',
  notRated: 'Not rated',
  submitCard: 'Submit scorecard',
  blind:
    'Submit yours to see the other scorecards. Interviewers who have submitted theirs then see yours.',
  cardSubmitted: (at: number) => `Submitted at ${format.time(at)}. You can no longer change it.`,
  incompleteTitle: 'Submit an incomplete scorecard?',
  incomplete: (missing: string[]) =>
    `Missing: ${list.format(missing)}. You cannot change it after submitting.`,
  submitAsItIs: 'Submit anyway',
  goOnWriting: 'Keep writing',
  cardOf: (name: string) => `By ${name}`,
  othersWaiting: 'No one else has submitted a scorecard yet.',

  // Links and the plan.
  copyCandidateLink: 'Copy candidate link',
  candidateLinkCopied: 'Candidate link copied. Send it only to the candidate.',
  report: 'Report',
  reportHint: 'Opens in a new tab',
  plan: 'Plan',
  links: 'Links',
  editDetails: 'Edit details',
  linksText:
    'Anyone with a link gets its role. Give each person their own link, so that you can revoke one without affecting the others.',
  linksLoading: 'Loading the links…',
  linkFor: (label: string) => `for ${label}`,
  linkExpires: (at: Date) => `valid until ${format.dayAndTime(at)}`,
  linkExpired: 'expired',
  linkRevoked: 'revoked',
  linkOwn: 'yours',
  linkHidden: 'only its owner can copy it',
  copy: 'Copy',
  linkCopied: 'Link copied',
  revoke: 'Revoke',
  revokeTitle: 'Revoke this link?',
  revokeText:
    'Anyone who joined with it is removed immediately, and no one can join with it again.',
  revokeNow: 'Revoke now',
  newLink: 'New link',
  linkRole: 'Role',
  forWhom: 'For whom',
  forWhomHint: 'Optional. Only interviewers see it.',
  copyNow:
    'Send this interviewer link now. You cannot copy it again later, because it opens that person’s private notes.',
  days: 'Valid for how many days',
  daysWrong: 'Enter a whole number from 1 to 365.',
  makeLink: 'Create and copy',

  // Connections.
  connections: 'Connections',
  alone: 'No one else is here.',
  life: {
    new: 'New',
    connecting: 'Connecting',
    connected: 'Connected',
    reconnecting: 'Reconnecting',
    failed: 'Failed',
    closed: 'Closed',
  },
  relayed: 'through a relay server',
  hasLeft: 'left',
  retry: 'Retry',

  // Refusals by the server.
  failed: {
    not_allowed: 'Your role does not allow that.',
    wrong_state: 'That is not possible at this point of the interview.',
    item_not_found: 'That no longer exists.',
    already_submitted: 'It is already submitted and can no longer be changed.',
    limit_reached: 'You cannot add more. The limit is reached.',
    invalid_payload: 'The server did not accept that. Check what you wrote.',
    too_large: 'That is too long.',
    rate_limited: 'Too many requests. Wait a moment and try again.',
    storage_unavailable: 'The server cannot save that right now. Try again in a moment.',
    disconnected: 'You are offline. Try again when you are back online.',
    not_joined: 'You are offline. Try again when you are back online.',
    server_closing: 'The server is restarting. Try again in a moment.',
    unreachable: 'The server is not responding. Check your connection and try again.',
    invalid_link: 'Your link no longer works.',
    other: 'Something went wrong on the server. Try again in a moment.',
  },

  evaluation: {
    points: 'Key points',
    noPoints: 'This question has no key points.',
    found: (found: number, all: number, percent: number) =>
      `${format.number(found)} of ${format.number(all)} found (${format.number(percent)}%)`,
    outcomes: { found: 'found', negated: 'negated', missing: 'missing' },
    machine: 'Made by a machine',
    machineScore: (score: number) => `${format.number(score)} of 10`,
    machineNote: (model: string) =>
      `Written by the model ${model}. It can be wrong, and it decides nothing.`,
    running: 'The model is writing the assessment…',
    strengths: 'Strengths',
    improvements: 'Could be better',
    failed: {
      busy: 'The server is busy with other assessments. Try again in a moment.',
      unreachable: 'The model’s server cannot be reached.',
      refused: 'The model’s server rejected the access key. Tell the people who run this server.',
      rate_limited: 'The model got too many requests. Try again later.',
      failing: 'The model’s server reported an error.',
      timed_out: 'The model took too long. Try again, or continue without it.',
      interrupted: 'The model stopped early. Try again, or continue without it.',
      nonsense: 'The model’s reply made no sense. Try again, or continue without it.',
    },
    failedNote: 'Everything else still works.',
  },
};
