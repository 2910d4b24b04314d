/** What has to do with hosts and the lobby, in English; a part of `en.ts`. */
export const lobby = {
  pageTitle: (code: string) => `Waiting for ${code}`,
  title: 'Asking to join…',
  waiting: 'Waiting for a host to let you in.',
  waitingForHost: 'No host is here yet. You can stay: a host will see that you wait.',
  cancel: 'Cancel',
};

export const ended = {
  deniedTitle: 'The host did not let you in',
  deniedText: 'Ask again, or check with whoever invited you.',
  askAgain: 'Ask again',
  removedTitle: 'A host removed you',
  removedMayReturn: 'Camera and microphone are off. You may join again.',
  removedForGood: 'Camera and microphone are off. If that was a mistake, ask whoever invited you.',
  joinAgain: 'Join again',
  endedTitle: 'The meeting has ended',
  endedText: 'A host ended it for all. Camera and microphone are off.',
  endedBefore: 'A host ended this meeting. Its link leads nowhere now.',
};
