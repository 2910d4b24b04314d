import { formats } from './formats';

const format = formats('en');

/** The report of an interview, in English; a part of `en.ts`. */
export const report = {
  pageTitle: (title: string) => `Report – ${title}`,
  loading: 'Loading the report…',
  label: 'Report of an interview',
  back: 'To the interview',
  print: 'Print or save as PDF',
  json: 'Download JSON',
  markdown: 'Download Markdown',
  refresh: 'Refresh',
  delete: 'Delete interview',
  downloadFailed: 'The download failed. Try again.',
  goesOn: 'The interview is not over. This is how it stood at the time below.',
  madeAt: (at: Date) => `As of ${format.dayAndTime(at)}`,

  states: { waiting: 'Not started', running: 'Running', paused: 'Paused', ended: 'Ended' },
  state: 'State',
  started: 'Started',
  ended: 'Ended',
  at: (at: Date) => format.dayAndTime(at),
  length: 'Length',
  sections: 'Sections',
  section: (title: string, minutes: number) => `${title} (${format.number(minutes)} min)`,
  people: 'People',
  person: (name: string, role: 'interviewer' | 'candidate' | 'observer') =>
    `${name} (${{ interviewer: 'interviewer', candidate: 'candidate', observer: 'observer' }[role]})`,
  nobody: 'Nobody came.',
  average: 'Average',
  averageHint: 'Of the questions that have a score.',
  ofTen: (value: number) => `${format.tenths(value)} of 10`,
  noScore: 'No score yet',

  questions: 'Questions and answers',
  noQuestions: 'No question was asked.',
  question: (number: number) => `Question ${format.number(number)}`,
  askedBy: (name: string, clock: string) => `Asked by ${name} at ${clock}`,
  improvised: 'not planned',
  answer: 'Written answer',
  draft: 'Written answer, not submitted',
  noAnswer: 'No written answer',
  emptyAnswer: 'Submitted without a text',
  evaluation: 'Evaluation',
  decidesNothing: 'It decides nothing; the scores are the interviewers’ own.',
  forInterviewer: 'For the interviewer',
  scores: 'Scores',
  score: (name: string, points: number) => `${name}: ${format.number(points)} of 10`,
  notes: 'Notes',
  otherNotes: 'Notes without a question',
  noteBy: (name: string, clock: string) => `${name}, ${clock}`,

  scorecards: 'Scorecards',
  noScorecards: 'Nobody has filled in a scorecard.',
  withheld: (count: number) =>
    count === 1
      ? 'One more is shown once you have submitted your own.'
      : `${format.number(count)} more are shown once you have submitted your own.`,
  yours: 'yours',
  notSubmitted: 'not submitted',
  stars: (stars: number) => `${format.number(stars)} of 5`,
  notRated: 'not judged',
  goneCriterion: 'A criterion that is no longer in the plan',
  recommendation: 'Recommendation',
  recommendations: {
    strong_no: 'Certainly not',
    no: 'Rather not',
    yes: 'Rather yes',
    strong_yes: 'Certainly',
  },
  onlyForYou: 'Only for you',

  timeline: 'Timeline',
  noTimeline: 'Nothing has happened yet.',
  clock: 'Clock',
  time: 'Time',
  what: 'What happened',
  timeOf: (at: Date) => format.time(at.getTime()),
  happenings: {
    arrived: (person: string) => `${person} came`,
    left: (person: string) => `${person} left`,
    started: 'The interview started',
    paused: 'Paused',
    resumed: 'Went on',
    ended: 'The interview ended',
    section_entered: (title: string) => `Section “${title}”`,
    question_asked: (number: number) => `Question ${format.number(number)} was asked`,
    answer_submitted: (number: number) =>
      `The answer to question ${format.number(number)} was submitted`,
  },
  goneSection: 'that is no longer in the plan',

  deleteTitle: 'Delete the interview?',
  deleteText:
    'This deletes everything, for everybody and for good: questions, answers, evaluations, notes, scores, scorecards, chat, timeline, this report, and all links. Participants who are still in it have to leave. The question bank stays.',
  deleteNow: 'Delete everything',
  keep: 'Keep it',
  deleted: 'The interview and everything in it was deleted.',
  deleteFailed: 'It was not deleted.',

  failedTitle: 'The report cannot be shown',
  failed: {
    noLink: 'Open the link to the interview that you were sent, in this browser, then come back.',
    invalidLink:
      'Your link no longer works: it has expired or was revoked. Ask an interviewer for another.',
    notAllowed: 'The report is for interviewers only.',
    notFound: 'There is no such interview. It may have been deleted.',
    unreachable: 'The server does not answer. Check your connection and try again.',
    rateLimited: 'Too many requests from here just now. Wait a minute and try again.',
    server: 'The server has a problem. Try again in a moment.',
  },
};
