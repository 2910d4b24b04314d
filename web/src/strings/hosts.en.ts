/** Hosts, the lobby and entering a meeting, in English; a part of `en.ts`. */
export const entry = {
  password: 'Password',
  passwordHint: 'Ask the person who invited you.',
  passwordEmpty: 'Enter the password of this meeting.',
  passwordWrong: 'That is not the password. Check capitals and spaces, and try again.',
  tooSoon: (seconds: number) =>
    seconds === 1
      ? 'Too many attempts. Try again in a second.'
      : `Too many attempts. Try again in ${seconds} seconds.`,
  lockedNote: 'A host has locked the meeting, so nobody new can join.',
  lobbyNote: 'You will wait in the lobby until a host lets you in.',
  fullNote: 'The meeting is full: somebody has to leave first.',
  lockedTitle: 'The meeting is locked',
  fullTitle: 'The meeting is full',
  lobbyFullTitle: 'Too many people are waiting',
};

export const lobby = {
  title: 'Asking to join…',
  asking: 'Asking a host…',
  waiting: 'Waiting for a host to let you in.',
  waitingForHost:
    'No host is here yet. You can stay: a host who arrives sees that you are waiting.',
  cancel: 'Cancel',
  admitted: 'A host let you in.',
};

export const ended = {
  deniedTitle: 'The host did not let you in',
  deniedText: 'Ask again, or check with the person who invited you.',
  askAgain: 'Ask again',
  removedTitle: 'A host removed you',
  removedMayReturn: 'Camera and microphone are off. You may join again.',
  removedForGood:
    'Camera and microphone are off. If that was a mistake, ask the person who invited you.',
  joinAgain: 'Join again',
  endedTitle: 'The meeting has ended',
  endedText: 'A host ended it for all. Camera and microphone are off.',
  endedBefore: 'A host ended this meeting, and its link no longer works. You can start a new one.',
};

export const hosts = {
  aHost: 'A host',
  roles: { host: 'Host', co_host: 'Co-host' },

  // The lobby, as hosts see it.
  waitingList: 'Waiting in the lobby',
  asksToJoin: (name: string) => `${name} asks to join`,
  askToJoin: (count: number) => `${count} people ask to join`,
  andMore: (count: number) => (count === 1 ? 'And one more' : `And ${count} more`),
  suspect: 'From the network of somebody who was removed',
  admit: 'Admit',
  admitAll: 'Admit all',
  deny: 'Deny',

  // Actions on everybody.
  controls: 'Host controls',
  muteAll: 'Mute all',
  mutedAll: 'Everybody else is muted.',
  lock: 'Lock meeting',
  unlock: 'Unlock meeting',
  endOptions: 'End options',
  endForAll: 'End for all',
  endTitle: 'End the meeting for all?',
  endText: 'Everybody has to leave, and the link stops working. Nobody can read the chat any more.',

  // Actions on one participant.
  actionsFor: (name: string) => `Actions for ${name}`,
  mute: 'Mute',
  askToUnmute: 'Ask to unmute',
  askedToUnmute: (name: string) => `${name} is asked to unmute`,
  stopVideo: 'Stop video',
  stopSharing: 'Stop sharing',
  lowerHand: 'Lower hand',
  rename: 'Rename',
  makeCoHost: 'Make co-host',
  removeCoHost: 'Remove as co-host',
  remove: 'Remove',

  renameTitle: (name: string) => `Rename ${name}`,
  renameSelfTitle: 'Change your name',
  name: 'Name',
  renameHint: 'Everybody sees it. They keep this name when they come back.',
  renameSelfHint: 'Everybody sees it.',
  save: 'Save',
  cancel: 'Cancel',

  removeTitle: (name: string) => `Remove ${name}?`,
  removeChoice: 'May they come back?',
  mayReturn: 'Allow to return',
  mayReturnHint: 'They can join again with the link.',
  forGood: 'Do not let them back in',
  forGoodHint:
    'Newcomers from their network then wait in the lobby, and you decide. That includes other people there.',

  // Settings.
  comingIn: 'Coming in',
  lobbyLabel: 'Lobby',
  lobbyHint: 'Newcomers wait until a host lets them in.',
  password: 'Password',
  passwordHint: 'Newcomers must enter it. People who have been here need not.',
  passwordIsSet: 'The meeting has a password. It is not shown here: set another one to change it.',
  passwordEmpty: 'Enter a password first.',
  passwordTooLong: 'At most 128 characters.',
  setPassword: 'Set password',
  changePassword: 'Change password',
  removePassword: 'Remove password',
  passwordKept: 'The password is set.',
  passwordGone: 'The meeting has no password now.',
  whoMay: 'Who may do what',
  onlyHostsShare: 'Only hosts may share',
  onlyHostsShareHint: 'Stops the screens that guests share.',
  onlyHostsChat: 'Only hosts may chat',
  onlyHostsChatHint: 'Guests still read along.',
  onlyHostsRecord: 'Only hosts may record',
  onlyHostsRecordHint: 'People can still record with another program.',

  // Announcements.
  changed: {
    locked: {
      on: 'The meeting is locked: nobody new can join.',
      off: 'The meeting is open again.',
    },
    lobby: {
      on: 'Newcomers now wait in the lobby.',
      off: 'Newcomers no longer wait in the lobby.',
    },
    share: { on: 'Only hosts may share now.', off: 'Everybody may share now.' },
    chat: { on: 'Only hosts may chat now.', off: 'Everybody may chat now.' },
    record: { on: 'Only hosts may record now.', off: 'Everybody may record now.' },
  },
  forHosts: {
    share: 'Only hosts may share here.',
    chat: 'Only hosts may chat here.',
    record: 'Only hosts may record here.',
  },
  stopped: {
    microphone: (by: string) => `${by} muted you`,
    camera: (by: string) => `${by} turned off your camera`,
    screen_share: (by: string) => `${by} stopped your screen share`,
  },
  unmuteAsked: (by: string) => `${by} asks you to unmute`,
  unmute: 'Unmute',
  stayMuted: 'Stay muted',
  nowCoHost: 'You are now a co-host.',
  nowHost: 'You are now the host.',
  nowHostSince: (name: string) => `You are now the host, since ${name} is away.`,
  noLongerCoHost: 'You are no longer a co-host.',
  noLongerHost: 'You are no longer the host.',
  noLongerHostSince: (name: string) => `${name} is back: you are no longer the host.`,
  renamed: (name: string) => `You are now called ${name}.`,

  notKept: 'Not saved yet',
  notKeptNote:
    'Your change applies, but the server cannot save it yet and keeps trying. If the server restarts before that, the change is lost.',

  failed: {
    not_allowed: 'You may not do that.',
    participant_not_found: 'They have left.',
    room_full: 'The meeting is full. Somebody has to leave first.',
    storage_unavailable: 'The server cannot save that right now. Nothing has changed.',
    disconnected: 'That could not be sent. Try again when you are connected.',
    other: 'That did not work. Try again.',
    ownName: 'A host gave you this name: only a host can change it.',
  },
};
