import { formats } from './formats';

const format = formats('en');
const many = (count: number, one: string, more: string) =>
  count === 1 ? `1 ${one}` : `${format.number(count)} ${more}`;
const list = new Intl.ListFormat('en');

/** The debrief after an interview, in English; a part of `en.ts`. */
export const debrief = {
  pageTitle: (title: string) => `Debrief – ${title}`,
  label: 'Debrief',
  open: 'Debrief',
  failedTitle: 'The debrief cannot be shown',
  report: 'Report',
  ownMissing: 'Your scorecard is missing',
  ownMissingText: 'Submit your own scorecard first. Until then you do not see what others think.',
  waiting: 'Not everyone has submitted',
  waitingFor: (names: string[], withheld: number) =>
    names.length > 0
      ? `Missing: ${list.format(names)}. Refresh this page when they are done.`
      : `${many(withheld, 'scorecard stays', 'scorecards stay')} hidden until the interviewer who made your link submits theirs.`,
  anyway: 'Continue without them',
  scores: 'Scorecards side by side',
  scoresHint: 'The greatest difference comes first.',
  criterion: 'Criterion',
  difference: 'Difference',
  differsMost: 'Differs most',
  steps: (difference: number | null) =>
    difference === null ? '–' : difference === 0 ? 'None' : many(difference, 'step', 'steps'),
  none: 'None',
  decision: 'Decision',
  outcome: 'What did you decide?',
  outcomes: { no: 'No', hold: 'On hold', yes: 'Yes' },
  meanings: {
    no: 'We end the process with this candidate.',
    hold: 'We decide later, after something else.',
    yes: 'We go on with this candidate.',
  },
  outcomeMissing: 'Choose one of them.',
  reason: 'Reason',
  reasonHint: 'It is in the report, for all interviewers who have submitted their scorecard.',
  reasonMissing: 'Write the reason first.',
  record: 'Record decision',
  recorded: 'Decision recorded',
  recordedBy: (name: string, at: Date) => `Recorded by ${name}, ${format.dayAndTime(at)}`,
  change: 'Change decision',
  candidate: 'Candidate',
  planned: 'Planned for',
};
