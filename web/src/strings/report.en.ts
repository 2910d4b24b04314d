import { scoreLevel } from '../lib/score-level';
import { formats } from './formats';
import { scale } from './interview.en';

const format = formats('en');

/** The report of an interview, in English; a part of `en.ts`. */
export const report = {
  pageTitle: (title: string) => `Report – ${title}`,
  loading: 'Loading the report…',
  label: 'Interview report',
  back: 'Back to the interview',
  print: 'Print or save as PDF',
  json: 'Download JSON',
  markdown: 'Download Markdown',
  refresh: 'Refresh',
  delete: 'Delete interview',
  downloadFailed: 'The download failed. Try again.',
  goesOn: 'The interview has not ended. This is how it stood at the time below.',
  madeAt: (at: Date) => `As of ${format.dayAndTime(at)}`,

  states: { waiting: 'Not started', running: 'Running', paused: 'Paused', ended: 'Ended' },
  state: 'Status',
  started: 'Started',
  ended: 'Ended',
  at: (at: Date) => format.dayAndTime(at),
  length: 'Length',
  sections: 'Sections',
  section: (title: string, minutes: number) => `${title} (${format.number(minutes)} min)`,
  people: 'People',
  person: (name: string, role: 'interviewer' | 'candidate' | 'observer') =>
    `${name} (${{ interviewer: 'interviewer', candidate: 'candidate', observer: 'observer' }[role]})`,
  nobody: 'No one joined.',
  average: 'Average',
  averageHint: 'Across the questions that have a score.',
  ofTen: (value: number) => `${format.tenths(value)} of 10`,
  noScore: 'No score yet',

  questions: 'Questions and answers',
  noQuestions: 'No questions were asked.',
  question: (number: number) => `Question ${format.number(number)}`,
  askedBy: (name: string, clock: string) => `Asked by ${name} at ${clock}`,
  improvised: 'not planned',
  answer: 'Written answer',
  draft: 'Written answer, not submitted',
  noAnswer: 'No written answer',
  emptyAnswer: 'Submitted without text',
  evaluation: 'Evaluation',
  decidesNothing: 'It decides nothing. Interviewers give the scores.',
  forInterviewer: 'For interviewers',
  scores: 'Scores',
  score: (name: string, points: number) =>
    `${name}: ${format.number(points)} of 10 · ${scale[scoreLevel(points)]}`,
  notes: 'Notes',
  otherNotes: 'Notes without a question',
  noteBy: (name: string, clock: string) => `${name}, ${clock}`,

  scorecards: 'Scorecards',
  noScorecards: 'No scorecards yet.',
  withheld: (count: number) =>
    count === 1
      ? 'One more appears once you submit your own.'
      : `${format.number(count)} more appear once you submit your own.`,
  yours: 'yours',
  notSubmitted: 'not submitted',
  stars: (stars: number) => `${format.number(stars)} of 5 · ${scale[stars - 1]}`,
  notRated: 'not rated',
  goneCriterion: 'A criterion that is no longer in the plan',
  recommendation: 'Recommendation',
  recommendations: {
    strong_no: 'Strong no',
    no: 'No',
    yes: 'Yes',
    strong_yes: 'Strong yes',
  },
  onlyForYou: 'Only for you',

  timeline: 'Timeline',
  noTimeline: 'Nothing has happened yet.',
  clock: 'Clock',
  time: 'Time',
  what: 'What happened',
  timeOf: (at: Date) => format.time(at.getTime()),
  happenings: {
    arrived: (person: string) => `${person} joined`,
    left: (person: string) => `${person} left`,
    started: 'The interview started',
    paused: 'Paused',
    resumed: 'Resumed',
    ended: 'The interview ended',
    section_entered: (title: string) => `Section “${title}”`,
    question_asked: (number: number) => `Question ${format.number(number)} was asked`,
    answer_submitted: (number: number) =>
      `The answer to question ${format.number(number)} was submitted`,
  },
  goneSection: 'that is no longer in the plan',

  deleteTitle: 'Delete the interview?',
  deleteText:
    'This deletes everything for everyone, permanently: questions, answers, evaluations, notes, scores, scorecards, chat, timeline, this report, and all links. Participants who are still in it have to leave. The question bank stays.',
  deleteNow: 'Delete everything',
  keep: 'Keep',
  deleted: 'The interview and everything in it were deleted.',
  deleteFailed: 'The interview was not deleted.',

  failedTitle: 'The report cannot be shown',
  failed: {
    noLink: 'Open your interview link in this browser, then come back here.',
    invalidLink:
      'Your link no longer works. It has expired or was revoked. Ask an interviewer for a new one.',
    notAllowed: 'Only interviewers can see the report.',
    notFound: 'Interview not found. It may have been deleted.',
    unreachable: 'The server is not responding. Check your connection and try again.',
    rateLimited: 'Too many requests from your network. Wait a minute and try again.',
    server: 'Something went wrong on the server. Try again in a moment.',
  },
};
