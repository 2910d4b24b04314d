import { formats } from './formats';

const format = formats('en');
/** "Ana", "Ana and Ben", "Ana, Ben, and Cleo". */
const list = new Intl.ListFormat('en');

export const recording = {
  record: 'Record',
  stop: 'Stop recording',
  pause: 'Pause recording',
  resume: 'Resume recording',
  sign: 'Recording',
  elapsed: 'Recorded',
  silent: 'without sound',
  runs: (others: string[], own: boolean) => {
    const names = list.format(own ? ['You', ...others] : others);
    return own || others.length > 1 ? `${names} are recording` : `${names} is recording`;
  },
  paused: (others: string[], own: boolean) =>
    own && others.length === 0
      ? 'Your recording is paused'
      : `Recording paused by ${list.format(own ? ['you', ...others] : others)}`,
  started: (name: string) => `${name} started recording`,
  youStarted: 'You are recording. Everybody can see that.',
  pausedBy: (name: string) => `${name} paused the recording`,
  youPaused: 'You paused the recording',
  resumed: (name: string) => `${name} resumed the recording`,
  youResumed: 'You resumed the recording',
  stopped: (name: string) => `${name} stopped recording`,
  youStopped: 'You stopped recording',
  records: 'Records the meeting',
  inMemory:
    'This browser gives the recording no space on the disk, so it is held in memory. Keep it under an hour.',
  refused: {
    unsupported: 'This browser cannot record. Current versions of Chrome, Edge and Firefox can.',
    not_allowed: 'In this meeting only hosts may record.',
    offline: 'You are not connected, so the others cannot be told. Try again in a moment.',
    failed: 'The recording did not start.',
  },
  shelf: 'Recordings',
  at: (at: Date) => format.dayAndTime(at),
  megabytes: (bytes: number) => `${format.tenths(bytes / 1e6)} MB`,
  saving: 'Saving the recording…',
  saved: 'Recording saved to your downloads',
  savedHint: 'A copy stays in this browser until you remove it.',
  chosen: 'Recording saved',
  kept: 'A recording is still kept in this browser',
  interrupted: 'An interrupted recording was found',
  interruptedHint: 'You can save what was recorded until then.',
  lost: 'The recording could not be saved',
  trouble: {
    full: 'There was no more room for it, so the recording ended.',
    failed: 'The browser could not continue the recording.',
    not_allowed: 'Only hosts may record now, so the recording ended.',
  },
  save: 'Save',
  saveAgain: 'Save again',
  discard: 'Discard',
  removeCopy: 'Remove copy',
};
