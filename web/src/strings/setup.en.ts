import { formats } from './formats';

const format = formats('en');
const many = (count: number, one: string, more: string) =>
  count === 1 ? `1 ${one}` : `${format.number(count)} ${more}`;

/** The page that sets up an interview, in English; a part of `en.ts`. */
export const interviewSetup = {
  pageTitle: 'New interview',
  sentence: 'Say what it is about and who comes. You get a link for each person.',
  title: 'Title',
  titleHint: 'Everyone in the interview sees it.',
  titleEmpty: 'Give the interview a title.',
  tooLong: 'Use at most 120 characters.',
  candidate: 'Candidate',
  candidateHint: 'Optional. Only interviewers see it.',
  date: 'Date and time',
  dateHint: 'Optional. You need it for a calendar file.',
  dateWrong: 'Enter a date and a time.',
  minutes: 'Length in minutes',
  minutesWrong: 'Enter a whole number from 1 to 1,440.',
  start: 'Questions',
  blank: 'None yet',
  starter: (title: string) => `Starter: ${title}`,
  template: (title: string) => `Your template: ${title}`,
  facts: (questions: number, sections: number, criteria: number) =>
    [
      many(questions, 'question', 'questions'),
      many(sections, 'section', 'sections'),
      many(criteria, 'criterion', 'criteria'),
    ].join(', '),
  changeLater: 'You can change all of it later, also during the interview.',
  templatesMissing: 'Your templates could not be loaded.',
  create: 'Create interview',
  loadingDetails: 'Loading the details…',
  oldInvitations: 'Mails and calendar files that were already sent keep the old details.',
  rateLimited: 'Too many interviews were created from your network. Wait a minute and try again.',

  made: 'The interview is ready',
  madeText: 'Send each person their own link. Whoever has a link gets its role.',
  loading: 'Loading the links…',
  open: 'Open the interview',
  with: (candidate: string) => `with ${candidate}`,
  at: (at: Date) => format.dayAndTime(at),
  linkFor: {
    candidate: 'Candidate’s link',
    observer: 'Observer’s link',
    interviewer: (name: string) => `Interviewer’s link: ${name}`,
  },
  copy: 'Copy',
  copied: 'Link copied',
  mail: 'Send by mail',
  calendar: 'Calendar file',
  noDate: 'Without a date there is no calendar file.',
  another: 'Another interviewer',
  anotherHint: 'Name of the person',
  anotherEmpty: 'Enter the person’s name.',
  makeLink: 'Create link',
  onlyNow: 'Send an interviewer’s link now: only its owner can copy it later.',

  mailSubject: (title: string) => `Interview: ${title}`,
  mailText: {
    candidate: (title: string, when: string | null, url: string) =>
      `Hello,\n\nthis is your link to the interview “${title}”${when ? ` on ${when}` : ''}:\n\n${url}\n\nOpen it in a browser, with a camera and a microphone. You need no account. The link is yours alone, so please do not pass it on.`,
    interviewer: (title: string, when: string | null, url: string) =>
      `Hello,\n\nthis is your interviewer’s link to “${title}”${when ? ` on ${when}` : ''}:\n\n${url}\n\nYour notes and your scorecard belong to this link, so please do not pass it on.`,
    observer: (title: string, when: string | null, url: string) =>
      `Hello,\n\nwith this link you can watch the interview “${title}”${when ? ` on ${when}` : ''}:\n\n${url}\n\nThe others see that you are there.`,
  },
};
