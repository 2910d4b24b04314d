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
  youStarted: 'Recording. Everyone is notified.',
  pausedBy: (name: string) => `${name} paused the recording`,
  youPaused: 'You paused the recording',
  resumed: (name: string) => `${name} resumed the recording`,
  youResumed: 'You resumed the recording',
  stopped: (name: string) => `${name} stopped recording`,
  youStopped: 'You stopped recording',
  records: 'Recording the meeting',
  inMemory:
    'This browser cannot record to disk, so the recording stays in memory. Keep it under an hour.',
  refused: {
    unsupported: 'This browser cannot record. Current versions of Chrome, Edge and Firefox can.',
    not_allowed: 'Only hosts can record in this meeting.',
    offline: 'You are offline, so others cannot be notified. Try again in a moment.',
    failed: 'The recording did not start.',
  },
  shelf: 'Recordings',
  at: (at: Date) => format.dayAndTime(at),
  megabytes: (bytes: number) => `${format.tenths(bytes / 1e6)} MB`,
  saving: 'Saving the recording…',
  saved: 'Recording saved to your downloads',
  savedHint: 'A copy stays in this browser until you remove it.',
  chosen: 'Recording saved',
  kept: 'This browser still has a recording',
  interrupted: 'Found an interrupted recording',
  interruptedHint: 'You can save what was recorded before it stopped.',
  lost: 'The recording could not be saved',
  trouble: {
    full: 'There was no space left, so the recording stopped.',
    failed: 'Your browser could not continue the recording.',
    not_allowed: 'Only hosts can record now, so your recording stopped.',
  },
  save: 'Save',
  saveAgain: 'Save again',
  discard: 'Discard',
  removeCopy: 'Remove copy',
};
