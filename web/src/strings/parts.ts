import type { Strings } from './en';

type Section = keyof Strings;

/**
 * The sections of the texts by the pages that show them. A page loads the parts it needs, in the
 * language of the person (`build/split-texts.ts`); `parts.test.ts` checks that it loads enough.
 */
export const TEXT_PARTS = {
  /** In English part of the page's own script, for a page that could not load anything else. */
  base: ['product', 'common', 'settings'],
  /** Every page. */
  start: ['product', 'common', 'settings', 'notFound'],
  /** The start page, and every page from which one can start a meeting or an interview. */
  landing: ['landing', 'recents', 'startInterview'],
  /** Every page that leads into a meeting or a call. */
  meet: ['meeting', 'talk', 'prejoin', 'paths'],
  /** Before and after a meeting, and the devices. */
  entry: [
    ...['devices', 'voice', 'problems', 'advice', 'status', 'entry', 'door', 'lobby', 'ended'],
    'named',
  ],
  /** In a meeting, and its recordings after it. */
  room: [
    ...[
      'stage',
      'layouts',
      'people',
      'chat',
      'messages',
      'shortcuts',
      'transport',
      'quality',
      'hosts',
    ],
    ...['recording', 'naming', 'webinar'],
  ],
  interview: ['interview', 'interviewPanel'],
  streams: ['streams'],
  calls: ['calls', 'callPeople', 'ringing'],
  bank: ['bank', 'plan', 'question', 'ordering', 'picker'],
  setup: ['interviewSetup'],
  report: ['report', 'debrief'],
  apiDocs: ['apiDocs'],
} as const satisfies Record<string, readonly Section[]>;

export type TextPart = Exclude<keyof typeof TEXT_PARTS, 'base'>;
